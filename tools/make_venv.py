"""
Make ``.venv`` with what a verb of the Makefile needs: ``make_venv.py server`` or ``make_venv.py dev [FOLDER]``.

Needs nothing but Python. Uses uv if it is installed, otherwise venv and pip. It installs what the lock file says, and
checks the hashes. For ``dev``, it also compiles the driver of MariaDB, if the machine has the tools for it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(lock: str, folder: str = ".venv") -> None:
    """Install what *lock* lists, and the project itself, into *folder*."""
    # Nothing here is newer than Python 3.7, so that an older Python than ours gets as far as this sentence.
    if sys.version_info < (3, 11):
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(f"Signet needs Python 3.11 or newer, and this is {found}. Try: make PYTHON=python3.12 ...")
    uv = shutil.which("uv")
    venv = ROOT / folder
    python = venv / "bin" / "python"
    print(f"Setting up {folder} with {'uv' if uv else 'pip, which takes about half a minute'} ...", flush=True)
    if uv:
        if not python.exists():
            run(uv, "venv", "--quiet", "--python", sys.executable, str(venv))
        install = [uv, "pip", "install", "--quiet", "--python", str(python)]
    else:
        make_plain_venv(venv)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*install, "--require-hashes", "-r", str(ROOT / "requirements" / f"{lock}.txt"))
    parts = [ROOT / "tokens", ROOT]
    if lock == "dev":
        parts += [ROOT / "compat", ROOT / "clients" / "python"]
    for part in parts:
        run(*install, "--no-deps", "--no-build-isolation", "-e", str(part))
    if lock == "dev":
        install_driver(install)


def install_driver(install: list[str]) -> None:
    """Compile and install the driver of MariaDB, or say in one line that it is left out."""
    lock = str(ROOT / "requirements" / "mysql.txt")
    if (
        not can_compile_driver()
        or subprocess.run(
            [*install, "--require-hashes", "--no-build-isolation", "-r", lock], check=False, cwd=ROOT
        ).returncode
    ):
        print(
            "Left out: the driver of MariaDB. For the tests that need it, on Debian or Ubuntu:\n"
            "    apt-get install mariadb-server libmariadb-dev pkg-config gcc python3-dev && make -B .venv/.dev",
            flush=True,
        )


def can_compile_driver() -> bool:
    """Whether there are a compiler, the headers of this Python, and a library that speaks MySQL's protocol."""
    if not Path(sysconfig.get_path("include"), "Python.h").exists():
        return False
    if not all(map(shutil.which, ("cc", "pkg-config"))):
        return False
    asked = [
        ["pkg-config", "--exists", name] for name in ("mysqlclient", "mariadb", "libmariadb", "perconaserverclient")
    ]
    return any(subprocess.run(one, check=False).returncode == 0 for one in asked)


def make_plain_venv(venv: Path) -> None:
    """Make *venv* by Python's own means, unless it is there and has pip."""
    if (venv / "bin" / "pip").exists():
        return
    if subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True).returncode:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        sys.exit(
            "This Python can't make virtual environments, as it comes without pip. On Debian or Ubuntu:\n"
            f"    apt-get install {package}"
        )
    run(sys.executable, "-m", "venv", "--clear", str(venv))


def run(*command: str) -> None:
    """Run *command*, and stop with its status if it fails."""
    status = subprocess.run(command, check=False, cwd=ROOT).returncode
    if status:
        sys.exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:])
