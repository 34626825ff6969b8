"""
What is written in TypeScript: ``check``, ``format``, ``test`` or ``build`` it.

Needs Node, and installs what the lock file says. Where Node is missing, ``check`` and ``test`` say what they left out,
and fail with SIGNET_REQUIRE_ALL=1.
"""

from __future__ import annotations

import fcntl
import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tools.make_venv import ROOT

OLDEST: Final = (20, 19)
"""What the build of the web app needs."""

INSTALLED: Final = ROOT / "node_modules" / ".package-lock.json"
LISTS: Final = [
    ROOT / name for name in ("package.json", "package-lock.json", "clients/js/package.json", "web/package.json")
]
BUILT: Final = ROOT / "src" / "signet_server" / "static" / "signet_server" / "web"
CLIENT: Final = ("run", "build", "--workspace", "drf-signet-client")
WEB: Final = ("run", "build", "--workspace", "signet-web")
CATALOGUES: Final = ROOT / "web" / "src" / "locales"
EXTRACT: Final = ("run", "extract", "--workspace", "signet-web")

LEFT_OUT: Final = {
    "check": "lint and types of the JavaScript client and the web app, and whether the built app is fresh",
    "test": "the tests of the JavaScript client and the web app, and those in which a browser runs the client",
    "format": "the format of the JavaScript client and the web app",
    "build": "everything",
}


def main(verb: str) -> int:
    """Do it. The answer is the exit status: 0 if nothing failed."""
    lacking = what_is_lacking()
    if lacking:
        print(f"Left out, as {lacking}: {LEFT_OUT[verb]}.", flush=True)
        return 1 if verb == "build" or os.environ.get("SIGNET_REQUIRE_ALL") == "1" else 0
    install()
    return {"check": check, "format": lambda: npm("run", "format"), "test": test, "build": build}[verb]()


def what_is_lacking() -> str:
    """Why nothing can be done here; empty if it can."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return "Node is not installed"
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    major, minor = (int(part) for part in version.removeprefix("v").split(".")[:2])
    return "" if (major, minor) >= OLDEST else f"Node {version} is older than {'.'.join(map(str, OLDEST))}"


def install() -> None:
    """Install what the lock file says, unless that is there. Of several at once, one does it and the others wait."""
    with LISTS[0].open() as lock:
        # `make --jobs` checks types and JavaScript at once, and npm ruins a folder that another npm is filling.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_installed():
            return
        print("Setting up node_modules ...", flush=True)
        # Nothing that is installed has a script to run.
        if npm("ci", "--ignore-scripts", "--loglevel=error"):
            sys.exit("npm could not install what package-lock.json says.")
        INSTALLED.touch()


def is_installed() -> bool:
    """Whether node_modules is what the lock file says."""
    return INSTALLED.exists() and INSTALLED.stat().st_mtime >= max(one.stat().st_mtime for one in LISTS)


def check() -> int:
    """Lint, types, and whether catalogues and built web app are what the source makes."""
    return npm("run", "lint") or npm(*CLIENT) or npm("run", "types") or check_catalogues() or check_built()


def test() -> int:
    """The tests of the client and of the web app."""
    return npm(*CLIENT) or npm("run", "test")


def build() -> int:
    """The client into its ``dist``, and the web app with its catalogues into the static files of the service."""
    return npm(*CLIENT) or npm(*EXTRACT) or npm(*WEB)


def check_catalogues() -> int:
    """Extract the texts of the web app elsewhere, and compare."""
    with TemporaryDirectory() as folder:
        shutil.copytree(CATALOGUES, folder, dirs_exist_ok=True)
        failed = npm(*EXTRACT, SIGNET_CATALOGUES=folder)
        names = [one.name for one in CATALOGUES.glob("*.po")]
        _, changed, missing = filecmp.cmpfiles(folder, CATALOGUES, names, shallow=False)
    if changed or missing:
        print("The catalogues in web/src/locales lack texts of web/: run 'make web', translate what is new, commit it.")
    return failed or bool(changed or missing)


def check_built() -> int:
    """Build the web app elsewhere, and compare."""
    with TemporaryDirectory() as folder:
        failed = npm(*WEB, "--", "--outDir", folder, "--emptyOutDir")
        if failed:
            return failed
        names = sorted(one.name for one in Path(folder).iterdir())
        committed = sorted(one.name for one in BUILT.iterdir())
        _, changed, missing = filecmp.cmpfiles(folder, BUILT, names, shallow=False)
    if names == committed and not changed and not missing:
        return 0
    print("The web app in src/signet_server/static is not what web/ makes: run 'make web', and commit it.")
    return 1


def npm(*words: str, **environment: str) -> int:
    """Run npm. The answer is its exit status; what it printed is shown where it failed, or tested something."""
    is_test = words[:2] == ("run", "test")
    # The tests start the service with it.
    environment = {**os.environ, "SIGNET_PYTHON": sys.executable, **environment}
    done = subprocess.run(
        ["npm", *words], cwd=ROOT, env=environment, check=False, capture_output=not is_test, text=True
    )
    if done.returncode and not is_test:
        print(done.stdout, done.stderr, sep="\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
