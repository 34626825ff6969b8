"""Tables and prose of a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

WIDTH: Final = 120
PROSE: Final = re.compile(r"(- )?[\w*(“]")


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; all columns but the first are numbers."""
    yield f"| {' | '.join(head)} |"
    yield "|---" + "|---:" * (len(head) - 1) + "|"
    for line in lines:
        yield f"| {' | '.join(line)} |"


def wrapped(page: str) -> str:
    """*page* with its long lines of prose, and of lists, broken: they have the width of all other pages."""
    return "\n".join(_wrapped(line) for line in page.split("\n"))


def _wrapped(line: str) -> str:
    if len(line) <= WIDTH or not (prose := PROSE.match(line)):
        return line
    indent = "  " if prose[1] else ""
    return textwrap.fill(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
