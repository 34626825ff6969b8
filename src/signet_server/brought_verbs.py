"""Verbs of ``signet`` that others bring: entry points of a group. They need no more than those who bring them do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import entry_points
from typing import Final

GROUP: Final = "signet.verbs"
"""Each entry point is a function that takes the words after the verb, and answers the exit status."""


def names() -> list[str]:
    """The verbs there are."""
    return sorted(entry_points(group=GROUP).names)


def find_verb(words: Sequence[str]) -> Callable[..., int] | None:
    """The verb that *words* begin with, ready to run, or None where nobody brings it."""
    for found in entry_points(group=GROUP, name=words[0]) if words else ():
        return partial(found.load(), words[1:])
    return None
