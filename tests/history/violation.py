"""A promise that a log shows to be broken, and the lines that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.history.entry import Entry


class Violation(NamedTuple):
    """*name* is that of a promise; *text* says what is wrong with the *lines*."""

    name: str
    text: str
    lines: Sequence[Entry]

    def __str__(self) -> str:
        return "\n".join([f"{self.name}: {self.text}", *(f"    {one}" for one in self.lines)])
