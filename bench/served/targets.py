"""What has to come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bench.served import figures
from bench.served.operations import Operation
from bench.served.results import Cell, Results
from bench.served.sides import REFERENCE, signet
from bench.targets import Target

OURS: Final = signet.SIDE.slug
REFRESHES: Final = 900
REFRESH_RATIO: Final = 5.0
REQUEST_RATIO: Final = 1.3
P99: Final = 0.05
"""Seconds."""


def judge(results: Results) -> list[Target]:
    """Those whose operations were measured."""
    return list(_judged(results))


def _judged(results: Results) -> Iterator[Target]:
    ours, theirs = results.cell(OURS, Operation.REFRESH), results.cell(REFERENCE, Operation.REFRESH)
    if ours:
        found = figures.middle(ours, figures.per_core)
        yield Target(f"at least {REFRESHES} refreshes a second and busy core", f"{found:,.0f}", found >= REFRESHES)
        p99 = ours.paced.p99
        yield Target("p99 of a refresh below 50 ms", f"{p99 * 1e3:.1f} ms", p99 < P99)
    if ours and theirs:
        yield _at_least(f"refreshes: {REFRESH_RATIO:g} times Simple JWT's", ours, theirs, REFRESH_RATIO)
    for operation in (Operation.STATELESS, Operation.LIVE):
        ours, theirs = results.cell(OURS, operation), results.cell(REFERENCE, operation)
        if ours and theirs:
            yield _at_least(f"{operation}s: {REQUEST_RATIO:g} times Simple JWT's", ours, theirs, REQUEST_RATIO)
    yield from _none_slower(results)


def _at_least(demand: str, ours: Cell, theirs: Cell, wanted: float) -> Target:
    ratio = figures.ratio(ours, theirs)
    return Target(demand, str(ratio), ratio.median >= wanted)


def _none_slower(results: Results) -> Iterator[Target]:
    pairs = [(one, results.cell(OURS, one.operation)) for one in results.cells if one.side != OURS]
    ratios = [figures.ratio(ours, one).median for one, ours in pairs if ours]
    if ratios:
        slower = sum(ratio < 1 for ratio in ratios)
        found = f"{slower} of {len(ratios)} comparisons are slower: see below" if slower else "nothing is"
        yield Target("nothing slower than any other side", found, not slower)
