"""A project that was written for another package, in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

PROJECTS: Final = Path(__file__).with_name("projects")


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """Copies one of the projects, and tells where to. Its settings and addresses are in ``shop/``."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(PROJECTS / name, folder / "shop", ignore=shutil.ignore_patterns("__pycache__"))
        return folder

    return copy
