"""Tests that a page names, as ``folder/test_file.py::test_function``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parents[1]


def named_in(cells: Iterable[str]) -> list[str]:
    """The names in *cells* of a table."""
    return sorted({name for cell in cells for name in re.findall(r"`([^`]+::[^`]+)`", cell)})


def is_a_test(name: str) -> bool:
    """Whether the file has that function."""
    file, _, function = name.partition("::")
    path = TESTS / file
    return path.is_file() and f"\ndef {function}(" in path.read_text(encoding="utf-8")
