"""What runs where, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from examples.cluster.part import Part

HEAD = ("NAME", "WHAT IT IS", "STATE", "PORT", "PID", "LOG")


def table(parts: Sequence[Part]) -> str:
    """One line for each of *parts*. All are asked at the same time, as one that is frozen takes two seconds."""
    with ThreadPoolExecutor(len(parts)) as pool:
        states = list(pool.map(lambda one: one.state(), parts))
    return in_columns([HEAD, *(_row(one, state) for one, state in zip(parts, states, strict=True))])


def in_columns(rows: Sequence[Sequence[str]]) -> str:
    """*rows*, with each column as wide as its widest word."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(part: Part, state: str) -> Sequence[str]:
    return (part.name, part.role, state, str(part.port), str(part.pid or "-"), part.log.name)
