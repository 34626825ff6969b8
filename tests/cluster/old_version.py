"""The version before this one, which serves beside it while nodes are upgraded one by one."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path
from typing import Final

from tests.real_parts.needs import missing

ROOT: Final = Path(__file__).parents[2]
COMMIT: Final = "bdeee4efea0b73a1f020b4805d4423dc5817e942"
SOURCES: Final = ("src", "tokens/src")


def old_sources(folder: Path) -> str:
    """Its sources, unpacked in *folder*, as a PYTHONPATH: it runs with the packages that are installed here."""
    command = ["git", "archive", COMMIT, *SOURCES]
    archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        missing(f"this clone of the repository lacks the commit {COMMIT}: git fetch --unshallow")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return os.pathsep.join(str(folder / one) for one in SOURCES)
