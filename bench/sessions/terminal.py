"""What the terminal shows while it is measured."""

from __future__ import annotations

import os
from typing import Final

from bench.sessions.results import Row

QUIET: Final = "BENCH_QUIET"
"""The environment variable that keeps the terminal empty."""


def tell(text: str) -> None:
    """Print *text* at once."""
    if QUIET not in os.environ:
        print(text, flush=True)


def tell_row(row: Row) -> None:
    """Print what came out for one operation."""
    theirs, ratio = row.timing.theirs_median, row.timing.ratio
    told = f"{theirs:.1f}" if theirs else ""
    counts = f"{row.ours!s:>8}{row.theirs or ''!s:>10}"
    tell(f"  {row.name:38}{row.timing.ours_median:10.1f}{told:>12}  {ratio or ''!s:22}{counts}")
