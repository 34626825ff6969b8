"""Environments of the peers, made once from their lock files and kept in ``.venv-served`` and ``node_modules``."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = ROOT / ".venv-served"
VERSION: Final = f"{sys.version_info[0]}.{sys.version_info[1]}"
INSTALLED: Final = (
    "import json, importlib.metadata as m; "
    "print(json.dumps({one.name.lower().replace('_', '-'): one.version for one in m.distributions()}))"
)
"""Prints the versions of an environment."""


@dataclass(frozen=True)
class PythonEnvironment:
    """One in which ``requirements/served-NAME.txt`` is installed."""

    name: str

    @property
    def folder(self) -> Path:
        """Where it is."""
        return KEPT / f"{self.name}-{VERSION}"

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / "bin" / "python"

    @property
    def lock(self) -> Path:
        """Its lock file."""
        return ROOT / "requirements" / f"served-{self.name}.txt"

    def build(self) -> None:
        """Install what the lock file says: by uv if there is one, otherwise by pip."""
        shutil.rmtree(self.folder, ignore_errors=True)
        uv = shutil.which("uv")
        if uv:
            steps = [[uv, "venv", "--quiet", "--python", sys.executable, str(self.folder)]]
            install = [uv, "pip", "install", "--quiet", "--python", str(self.python)]
        else:
            steps = [[sys.executable, "-m", "venv", str(self.folder)]]
            install = [str(self.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for step in (*steps, [*install, "--require-hashes", "-r", str(self.lock)]):
            subprocess.run(step, check=True)

    def versions(self) -> Mapping[str, str]:
        """What is installed there."""
        done = subprocess.run([self.python, "-c", INSTALLED], check=True, capture_output=True, text=True)
        found: Mapping[str, str] = json.loads(done.stdout)
        return found


@dataclass(frozen=True)
class NodeEnvironment:
    """A folder with a ``package-lock.json``."""

    folder: Path

    @property
    def lock(self) -> Path:
        """Its lock file."""
        return self.folder / "package-lock.json"

    def build(self) -> None:
        """Install what the lock file says; nothing there has a script to run."""
        words = ["npm", "ci", "--ignore-scripts", "--loglevel=error", "--no-audit", "--no-fund"]
        subprocess.run(words, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def versions(self) -> Mapping[str, str]:
        """What is installed there."""
        packages = json.loads(self.lock.read_text())["packages"]
        return {name.removeprefix("node_modules/"): one["version"] for name, one in packages.items() if name}


DJANGO: Final = PythonEnvironment("django")
FASTAPI: Final = PythonEnvironment("fastapi")
BETTER_AUTH: Final = NodeEnvironment(ROOT / "bench" / "served" / "better_auth")
Environment = PythonEnvironment | NodeEnvironment


def make(environment: Environment) -> None:
    """Build it, unless it is what its lock file says already."""
    wanted = hashlib.sha256(environment.lock.read_bytes()).hexdigest()
    built_from = KEPT / f"{environment.folder.name}.built-from"
    if environment.folder.exists() and built_from.exists() and built_from.read_text() == wanted:
        return
    print(f"Installing {environment.lock.relative_to(ROOT)} ...", flush=True)
    KEPT.mkdir(exist_ok=True)
    environment.build()
    built_from.write_text(wanted)


def why_not() -> str:
    """Why Better Auth can't be measured here; empty if it can."""
    return "" if shutil.which("node") and shutil.which("npm") else "Node is not installed"
