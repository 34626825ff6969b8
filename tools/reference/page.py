"""What the pages of the reference are made of: tables, links to codes, and sentences about what is missing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

NOTE: Final = "<!-- Written by `python -m tools.reference`; change the source instead. -->"
WIDTH: Final = 120
BAR: Final = r"(?<!\\)\|"
"""A ``|`` that would end the cell of a table."""


class MissingError(Exception):
    """The source lacks what a page has to say. The text says what to add."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table. A ``|`` of a cell stays in its cell."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    yield from (f"| {' | '.join(re.sub(BAR, chr(92) + chr(92) + '|', one) for one in row)} |" for row in rows)


def cell(text: str) -> str:
    """*text* as code in a cell of a table."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text.replace('|', chr(92) + '|')}{fence}"


def code_links(*codes: str | None) -> str:
    """Links to what the page of errors says of each of *codes*."""
    return "<br>".join(f"[`{one}`](errors.md#{one})" for one in codes if one)


def one_line(text: str | None) -> str:
    """A docstring, or what is left of one, on one line of Markdown and without its last full stop."""
    return " ".join(inspect.cleandoc(text or "").split()).replace("``", "`").rstrip(".")


def wrapped(text: str, indent: str = "") -> list[str]:
    """*text* as lines of prose; all but the first begin with *indent*."""
    return wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
