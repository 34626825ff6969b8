"""The page about identities in parts: its blocks, by heading and language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
TEXT: Final = (ROOT / "docs" / "how-to" / "identities.md").read_text()


def section(heading: str) -> str:
    """What is below *heading*, up to the next one of any level."""
    found = re.search(rf"(?ms)^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", re.sub(r"(?m)^# ", "\x00 ", TEXT))
    assert found is not None, heading
    return found[1]


def blocks(heading: str, language: str) -> list[str]:
    """The blocks below *heading* in that *language*."""
    return re.findall(rf"(?s)```{language}\n(.*?)```", section(heading))


def block(heading: str, language: str) -> str:
    """The only one."""
    (found,) = blocks(heading, language)
    return found
