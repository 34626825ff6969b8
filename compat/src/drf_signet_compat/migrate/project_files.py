"""The files of a project that may name Simple JWT."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from drf_signet_compat.migrate import git

SKIPPED: Final = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "site-packages", "__pycache__", ".tox", ".nox"}
)
"""Folders of tools, whose files are nobody's to change."""

PYTHON: Final = re.compile(r".*\.pyi?")
REQUIREMENTS: Final = re.compile(
    r"(?:.*/)?(?:[^/]*requirements[^/]*\.(?:txt|in)|requirements/(?:.*/)?[^/]*\.(?:txt|in))"
)
TOML: Final = re.compile(r"(?:.*/)?(?:pyproject\.toml|Pipfile)")
INI: Final = re.compile(r"(?:.*/)?(?:setup\.cfg|tox\.ini)")
LOCKS: Final = {
    "poetry.lock": "poetry lock",
    "Pipfile.lock": "pipenv lock",
    "uv.lock": "uv lock",
    "pdm.lock": "pdm lock",
    "pylock.toml": "the tool that wrote it",
}
OTHERS: Final = re.compile(
    r"(?:.*/)?(?:[^/]*\.(?:cfg|ini|toml|ya?ml|env)|\.env[^/]*|[^/]*Dockerfile[^/]*|constraints[^/]*\.txt|Makefile)"
)
"""Files that are looked at, and not changed."""


def files(folder: Path) -> Iterator[str]:
    """The paths below *folder* to look at, in order, with slashes; of links, ignored files and tools' folders none."""
    listed = git.listed(folder)
    for path in _walked(folder) if listed is None else listed:
        parts = path.split("/")
        if SKIPPED.isdisjoint(parts) and _is_of_use(path) and _is_plain(folder, parts):
            yield path


def _is_of_use(path: str) -> bool:
    """Whether the name is that of a file to look at; no other is read, however large it is."""
    kinds = (PYTHON, REQUIREMENTS, TOML, INI, OTHERS)
    return path.rpartition("/")[2] in LOCKS or any(kind.fullmatch(path) for kind in kinds)


def is_inside(folder: Path, path: str) -> bool:
    """Whether *path* is a plain file below *folder*, reached without a link."""
    return _is_plain(folder, path.split("/"))


def _is_plain(folder: Path, parts: list[str]) -> bool:
    place = folder
    try:
        for part in parts:
            place /= part
            if place.is_symlink() or (place / "pyvenv.cfg").exists():
                return False
        return place.is_file()
    except (OSError, ValueError):
        return False


def _walked(folder: Path) -> list[str]:
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED]
        found += [(Path(place) / name).relative_to(folder).as_posix() for name in names]
    return sorted(found)
