"""The blocks of the how-to pages, for the tests that run them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "how-to"


def blocks_of(page: str, language: str = "python") -> list[str]:
    """The blocks of code in *language* of ``docs/how-to/{page}.md``."""
    return _blocks((PAGES / f"{page}.md").read_text(), language)


def blocks_under(heading: str, page: str, language: str = "python") -> list[str]:
    """Those under one *heading* of *page*, which is written without its number signs."""
    sections = re.split(r"(?m)^## ", (PAGES / f"{page}.md").read_text())
    (section,) = [one for one in sections if one.splitlines()[0] == heading]
    return _blocks(section, language)


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"(?s)```{language}\n(.*?)```", text)
