"""
Environments of their own for the packages that people come from: built once, from the lock files of
``requirements/old``, and kept in ``.venv-old``.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.real_parts.needs import missing

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = ROOT / ".venv-old"
LOCKS: Final = ROOT / "requirements" / "old"
OUR_SOURCES: Final = (str(ROOT / "src"), str(ROOT / "compat" / "src"), str(ROOT / "tokens" / "src"))
VERSION: Final = f"{sys.version_info[0]}.{sys.version_info[1]}"
NEWEST_PYTHON: Final = {"djangorestframework-jwt": (3, 13)}
"""The latest Python of the last Django that can import a package."""
OLDEST_PYTHON: Final = {"django-6.0": (3, 12)}


def old_python(package: str) -> Path:
    """
    The Python of an environment in which the real *package* is installed, with the Python that runs this test.

    The test is skipped if the package can't run on this Python. If the environment can't be built, such as without a
    network, it is skipped as well, and fails with SIGNET_REQUIRE_ALL=1.
    """
    this = sys.version_info[:2]
    if not OLDEST_PYTHON.get(package, this) <= this <= NEWEST_PYTHON.get(package, this):
        pytest.skip(f"{package} and its Django don't run on Python {VERSION}")
    folder = KEPT / f"{package}-{VERSION}"
    lock = LOCKS / f"{package}.txt"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    built_from = folder / "built-from"
    with only_one_at_a_time(KEPT / f"{folder.name}.lock"):
        if not built_from.exists() or built_from.read_text() != wanted:
            build(folder, lock)
            built_from.write_text(wanted)
    return folder / "bin" / "python"


@contextmanager
def only_one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the lock *path*, so that two processes of one test run don't build the same thing."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(folder: Path, lock: Path) -> None:
    """Install what *lock* lists into a new environment in *folder*, by uv if it is installed, otherwise by pip."""
    shutil.rmtree(folder, ignore_errors=True)
    python = str(folder / "bin" / "python")
    uv = shutil.which("uv")
    if uv:
        steps = [[uv, "venv", "--quiet", "--python", sys.executable, str(folder)]]
        install = [uv, "pip", "install", "--quiet", "--python", python]
    else:
        steps = [[sys.executable, "-m", "venv", str(folder)]]
        # Most modules are never imported, so don't compile them.
        install = [python, "-m", "pip", "install", "--no-compile", "--quiet", "--disable-pip-version-check"]
    for step in [*steps, [*install, "--require-hashes", "-r", str(lock)]]:
        take(step, f"the environment for {lock.stem} could not be built")


def take(step: Sequence[str], otherwise: str) -> None:
    """Run one *step*. If it fails, something is missing."""
    done = subprocess.run(step, capture_output=True, text=True, check=False)
    if done.returncode:
        missing(f"{otherwise}: {done.stderr.strip()[-500:]}")
