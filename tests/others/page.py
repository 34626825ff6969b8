"""The blocks of "In your project", for the tests that run them."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "in-your-project.md"


def blocks_under(heading: str, language: str = "python", page: Path = PAGE) -> list[str]:
    """The blocks of code in *language* under *heading* of *page*, which is written without its number signs."""
    sections = re.split(r"(?m)^## ", page.read_text())
    (section,) = [one for one in sections if one.splitlines()[0] == heading]
    return re.findall(rf"(?s)```{language}\n(.*?)```", section)
