"""``docs/explanation/benchmarks-growth.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bench.markdown import table, wrapped
from bench.report import targets_section
from bench.served import figures
from bench.served.operations import MEANINGS, Operation
from bench.served.page import errors_section, machine_section
from bench.served.results import Cell, Peer, Results
from bench.served.rounds import STEADY
from bench.targets import Target
from bench.timing import Ratio

MOST: Final = 1.3
"""How many times as much a refresh may cost in the largest table as in the smallest."""

INTRODUCTION: Final = """\
<!-- Written by `python -m bench.served --growth`. Changes by hand are lost. -->

# Benchmarks: growth

This page shows what a request to `signet serve` costs as the table of sessions grows, and for users with one, ten and a
thousand sessions. `make bench-served ARGS=--growth` measures again and writes this page.
"""

READING: Final = f"""\
## Results

Times are milliseconds of the processor for one answer: of the service, and of the service together with PostgreSQL. The
ratio says how many times as much the second takes as in the first row: the median of all rounds, with the lowest and
highest in brackets. The latency is that at a steady rate, {STEADY:.0%} of the most that was found.
"""

METHOD: Final = """\
## How it was measured

- Each table is in a database of its own, with a service of its own. PostgreSQL fills it, and then runs `VACUUM ANALYZE`
  and `CHECKPOINT`. All tables exist at the same time.
- A refresh is of a session chosen at random out of the whole table: {refreshing:,} of them take turns. {asking:,}
  others send the live requests and ask for the list of their sessions. MD5 hashes the passwords, and costs nothing.
- The service allows 2,000 sessions for a user, so that none of a thousand is ended at a sign-in. The default is 100.
- The service has one core to itself; PostgreSQL and the load share the others. A sample takes {seconds:g} seconds, with
  {connections} connections. There are {rounds} rounds, each with a sample of every operation in every table.
"""


def render(results: Results, largest: str, refreshing: int, asking: int) -> tuple[str, bool]:
    """The page, and whether its target is met, if the table that is called *largest* was measured."""
    targets = list(_targets(results, largest))
    page = "\n".join(
        [
            INTRODUCTION,
            *(targets_section(targets) if targets else ()),
            READING,
            *(line for operation in Operation for line in _operation(results, operation)),
            *errors_section(results),
            METHOD.format(
                refreshing=refreshing,
                asking=asking,
                seconds=results.seconds,
                connections=results.connections,
                rounds=results.rounds,
            ),
            *machine_section(results),
        ]
    )
    return wrapped(page), all(one.is_met for one in targets)


def _targets(results: Results, largest: str) -> Iterator[Target]:
    first = results.cell(results.sides[0].slug, Operation.REFRESH)
    last = results.cell(largest, Operation.REFRESH)
    if first and last:
        ratio = _cost_ratio(last, first)
        demand = f"a refresh costs at most {MOST} times as much among ten million sessions as among ten thousand"
        yield Target(demand, str(ratio), ratio.median <= MOST)


def _cost_ratio(cell: Cell, first: Cell) -> Ratio:
    return figures.ratio(first, cell, figures.per_core_with_database)


def _operation(results: Results, operation: Operation) -> Iterator[str]:
    cells = [(side, results.cell(side.slug, operation)) for side in results.sides]
    measured = [(side, cell) for side, cell in cells if cell]
    if not measured:
        return
    title = operation.value
    yield from (f"### {title[0].upper()}{title[1:]}", "", f"That is: {MEANINGS[operation]}.", "")
    head = ("", "Service, ms", "With PostgreSQL, ms", "Times the first row", "p50, ms", "p99, ms")
    first = measured[0][1]
    yield from (*table(head, [_cells(side, cell, first) for side, cell in measured]), "")


def _cells(side: Peer, cell: Cell, first: Cell) -> Sequence[str]:
    service, total = (
        f"{1e3 / figures.middle(cell, figure):.2f}" for figure in (figures.per_core, figures.per_core_with_database)
    )
    ratio = str(_cost_ratio(cell, first)) if cell is not first else ""
    return side.name, service, total, ratio, f"{cell.paced.p50 * 1e3:.1f}", f"{cell.paced.p99 * 1e3:.1f}"
