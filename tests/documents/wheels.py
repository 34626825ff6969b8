"""The wheels of this project, built from this tree, and unpacked where a project can import them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from tests.real_parts.old_environments import ROOT

SOURCES: Final = (ROOT, ROOT / "clients" / "python")


def unpack_wheels(folder: Path) -> Path:
    """Build each wheel in *folder*; the answer is where all of them lie unpacked."""
    library = folder / "library"
    for number, source in enumerate(SOURCES):
        built = folder / str(number)
        command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
        subprocess.run(command, cwd=source, check=True, capture_output=True)
        (wheel,) = built.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(library)
    return library
