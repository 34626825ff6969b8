"""What has to come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bench.counting import Counts
from bench.operations import REQUEST, STATELESS_NEW, STATELESS_SEEN, STEP, Operation
from bench.timing import Ratio, Timing


@dataclass(frozen=True)
class Row:
    """One operation, its times and its counts."""

    operation: Operation
    timing: Timing
    counts: Counts


@dataclass(frozen=True)
class Target:
    """One demand, and what was found."""

    demand: str
    found: str
    is_met: bool


FASTER: Final = (
    (STEP, STATELESS_SEEN, 10.0),
    (STEP, STATELESS_NEW, 1.8),
    (REQUEST, STATELESS_SEEN, 1.4),
)


def judge(rows: Sequence[Row]) -> list[Target]:
    """Every target, met or not, by the operations in which both packages do the same."""
    alike = [row for row in rows if row.operation.is_like]
    ratios = {row.operation.title: row.timing.ratio for row in alike}
    compared = {title: ratio for title, ratio in ratios.items() if ratio is not None}
    return [*_faster(compared), _never_slower(compared), _never_more_queries(alike)]


def _faster(ratios: dict[str, Ratio]) -> Iterator[Target]:
    for group, name, wanted in FASTER:
        ratio = ratios[f"{group}: {name}"].median
        yield Target(f"{group}, {name}: at least {wanted:.1f} times as fast", f"{ratio:.2f}", ratio >= wanted)


def _never_slower(ratios: dict[str, Ratio]) -> Target:
    """A ratio below 1 counts as slower unless it may be noise: unless the 95 % interval of the median reaches 1."""
    below = {title: ratio for title, ratio in ratios.items() if ratio.median < 1}
    slower = [f"{title}: {ratio.median:.2f}" for title, ratio in below.items() if ratio.interval[1] < 1]
    noise = [f"{title}: {_with_interval(ratio)}" for title, ratio in below.items() if ratio.interval[1] >= 1]
    found = "; ".join(slower) or "none slower"
    if noise:
        found += f" (below 1 within the noise: {'; '.join(noise)})"
    return Target("No operation slower: no ratio below 1", found, not slower)


def _with_interval(ratio: Ratio) -> str:
    return "{:.3f}, interval {:.3f} to {:.3f}".format(ratio.median, *ratio.interval)


def _never_more_queries(rows: Sequence[Row]) -> Target:
    more = [
        f"{row.operation.title}: {row.counts.ours.queries} against {row.counts.theirs.queries}"
        for row in rows
        if row.counts.theirs and row.counts.ours.queries > row.counts.theirs.queries
    ]
    return Target("No operation with more queries", "; ".join(more) or "none with more", not more)
