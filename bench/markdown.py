"""Tables of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table; all columns but the first are numbers."""
    yield f"| {' | '.join(head)} |"
    yield "|---" + "|---:" * (len(head) - 1) + "|"
    for line in lines:
        yield f"| {' | '.join(line)} |"
