"""A replacement of a part of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Put *text* in place of what stands from *start* to *end*."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A line that names Simple JWT and is left as it is, and why."""

    path: str
    line: int
    why: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """*text* with the *edits*, none of which may overlap."""
    parts: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])
