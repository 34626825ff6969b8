"""The tables of all documents: each row has as many cells as the head, or readers lose what is in the last one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDERS: Final = ("docs", "clients", "compat", "examples", "bench", "tests", "tokens")
PAGES: Final = sorted(
    {*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))}
    - set(ROOT.glob("**/node_modules/**/*.md"))
)


def cells(line: str) -> int:
    """How many cells a row has: a bar with a backslash is one of the text."""
    return len(re.findall(r"(?<!\\)\|", line)) - 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_row_has_the_cells_of_its_head(page: Path) -> None:
    """Outside of blocks of code."""
    text = re.sub(r"(?ms)^ *```.*?^ *```$", "", page.read_text(encoding="utf-8"))
    for table in re.findall(r"(?m)(?:^\|.*\n?)+", text):
        head, *rows = table.splitlines()
        assert [row for row in rows if cells(row) != cells(head)] == []
