"""The wheels of this project, built from this tree, and unpacked where a project can import them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from tests.real_parts.old_environments import ROOT

SOURCES: Final = (ROOT / "tokens", ROOT, ROOT / "compat", ROOT / "clients" / "python")


def build_wheel(source: Path, folder: Path) -> Path:
    """The wheel of the project in *source*, built in *folder*, which has no other."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def unpack(wheel: Path, library: Path) -> None:
    """Put what *wheel* holds where Python finds it in *library*."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(library)


def unpack_wheels(folder: Path) -> Path:
    """Build each wheel in *folder*; the answer is where all of them lie unpacked."""
    library = folder / "library"
    for number, source in enumerate(SOURCES):
        unpack(build_wheel(source, folder / str(number)), library)
    return library
