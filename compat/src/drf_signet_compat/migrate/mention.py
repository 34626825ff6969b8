"""A line that names Simple JWT and is left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """Where the line is, and why it is left."""

    path: str
    line: int
    why: str


def in_text(path: str, text: str, names: re.Pattern[str]) -> Iterator[Mention]:
    """The lines of a *text* with one of the *names*, without comments."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.lstrip().startswith("#") and (found := names.search(line)):
            yield Mention(path, number, f"names {found.group()}")
