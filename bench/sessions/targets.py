"""What has to come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bench.packages import SIGNET
from bench.sessions.names import FORGED, LIVE, REFRESH, SNAPSHOT
from bench.sessions.results import Measured
from bench.targets import Target
from bench.timing import Ratio

FASTER: Final = 4.0
SLOWER: Final = 1.3
STATEMENTS: Final = {REFRESH: 2, FORGED: 0, SNAPSHOT: 0, LIVE: 1}
HOT: Final = 0.95
"""The share of updates that touch no index. A page that is full now and then sends a row to another."""


def judge(results: Sequence[Measured]) -> list[Target]:
    """Every target, met or not, by database."""
    return [target for result in results for target in _judge(result)]


def _judge(result: Measured) -> Iterator[Target]:
    rows = {row.name: row for row in result.operations.rows}
    yield _faster(result.server, rows[REFRESH].timing.ratio)
    yield _steady(result)
    for name, most in STATEMENTS.items():
        found = rows[name].ours.statements
        yield Target(f"{result.server}, {name}: statements, at most {most}", str(found), found <= most)
    yield from _stored(result)


def _faster(server: str, ratio: Ratio | None) -> Target:
    assert ratio is not None, "both packages refresh"
    demand = f"{server}, {REFRESH}: at least {FASTER:.1f} times as fast"
    return Target(demand, f"{ratio.median:.2f}", ratio.median >= FASTER)


def _steady(result: Measured) -> Target:
    smallest, *_, largest = sorted(result.growth.times[SIGNET.name])
    ratio = result.growth.slowdown(SIGNET.name, largest).median
    demand = (
        f"{result.server}, refresh among {largest:,} sessions: at most {SLOWER} times as long as among {smallest:,}"
    )
    return Target(demand, f"{ratio:.2f}", ratio <= SLOWER)


def _stored(result: Measured) -> Iterator[Target]:
    (ours,) = (one for one in result.operations.storage if one.package == SIGNET.name)
    before, after = ours.rows
    demand = f"{result.server}: a session is one row after any number of refreshes"
    yield Target(demand, f"{before} rows, then {after}", before == after == result.operations.sessions)
    if ours.hot_updates:
        updates, hot = ours.hot_updates
        demand = f"{result.server}: updates that touch no index, at least {HOT:.0%}"
        yield Target(demand, f"{hot / max(1, updates):.1%}", hot >= HOT * updates > 0)
