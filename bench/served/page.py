"""``docs/explanation/benchmarks-served.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bench.markdown import table, wrapped
from bench.served import figures
from bench.served.advice import advice
from bench.served.operations import MEANINGS, Operation
from bench.served.people import COST
from bench.served.plot import PLOT
from bench.served.results import Cell, Peer, Results
from bench.served.rounds import STEADY
from bench.served.sides import REFERENCE
from bench.served.sides import signet as signet_side
from bench.served.targets import judge
from bench.targets import Target

OURS: Final = signet_side.SIDE.slug

INTRODUCTION: Final = f"""\
<!-- Written by `python -m bench.served`. Changes by hand are lost. -->

# Benchmarks: as served

This page shows what one processor core of a service answers over HTTP, with PostgreSQL. All sides ran on one machine,
with one database server, in the same run. `make bench-served` measures again and writes this page. The cost inside one
process is on [the page of the core](benchmarks.md) and [the page of sessions](benchmarks-sessions.md).

![Answers for each second of the processor, by operation and side; the numbers are in the tables below]({PLOT})
"""

READING: Final = f"""\
## Results

*A busy core* counts the answers for each second of processor time that the service took. *With PostgreSQL* also counts
the time that the database server took. Both are medians of all rounds. The ratios compare the first of them within a
round: the median, with the lowest and highest in brackets. The latencies are from when a request was due to its answer,
at {STEADY:.0%} of the most that the side answered in a second.
"""

METHOD: Final = """\
## How it was measured

- The service has one processor core to itself. PostgreSQL and the load share the other cores. All services run during
  the whole run, and only one of them is asked at a time.
- {connections} connections stay open, and each sends its next request as soon as it has its answer. A sample takes
  {seconds:g} seconds after a warm-up. A round has a sample of each side at each operation. There are {rounds} rounds,
  and the order is reversed each time. Then each side gets requests at a steady rate, for twice as long.
- Each side has {people:,} users for either hash. A refresh presents the token that came from the last one. 100 users
  send the requests and are introspected, each with an access token that was presented before, and that is at most two
  minutes old. Each request says another client address, as a proxy in front of the service would.
- Every answer is checked: its status, and that new tokens came. Others are errors.
- Processor time comes from `/proc`: that of the service with all its processes, and that of the PostgreSQL server.
  Asked by all connections, a service took {busy:.0%} of its core or more, in the median of its rounds. The load took
  {load:.0%} of a core at most.
- Argon2 has the same cost on every side: {memory:,} KiB, {passes} passes, {threads} thread. All sign with HS256, except
  Better Auth, which knows asymmetric keys only and signs with Ed25519, its default.
- Every side has its production settings: no debugging, connections to the database that stay open, and its own limits
  on attempts, if it has any. The service of Signet has all its middleware. Two views are added to it, which every
  side has: they answer with the id of the user.
"""


def render(results: Results) -> str:
    """The whole page."""
    return wrapped("\n".join(_lines(results)))


def _lines(results: Results) -> Iterator[str]:
    yield from (
        INTRODUCTION,
        *_targets(judge(results)),
        READING,
        *(line for operation in Operation for line in _operation(results, operation)),
        *_slower(results),
        *errors_section(results),
        *advice(results),
        *_statements(results),
        *_configuration(results),
        _method(results),
        *machine_section(results),
    )


def _targets(targets: Sequence[Target]) -> Iterator[str]:
    if targets:
        lines = [(one.demand, one.found, "met" if one.is_met else "**missed**") for one in targets]
        yield from ("## Targets", "", *table(("Target", "Measured", ""), lines), "")


def _operation(results: Results, operation: Operation) -> Iterator[str]:
    cells = [(side, results.cell(side.slug, operation)) for side in results.sides]
    measured = [(side, cell) for side, cell in cells if cell]
    if not measured:
        return
    title = operation.value
    yield from (f"### {title[0].upper()}{title[1:]}", "", f"That is: {MEANINGS[operation]}.", "")
    reference = next((one.name for one in results.sides if one.slug == REFERENCE), "")
    head = ("", "A busy core, a second", "With PostgreSQL", f"Times {reference}'s", "Signet, times this side")
    lines = [_cells(results, side, cell) for side, cell in measured]
    yield from table((*head, "Rate, a second", "p50, ms", "p95, ms", "p99, ms", "Errors"), lines)
    yield ""
    for side, cell in cells:
        text = side.differences.get(operation) if cell else side.missing.get(operation)
        if text:
            yield f"- {side.name}{'' if cell else ', not measured'}: {text}."
    yield ""


def _cells(results: Results, side: Peer, cell: Cell) -> Sequence[str]:
    reference, ours = results.cell(REFERENCE, cell.operation), results.cell(OURS, cell.operation)
    paced = cell.paced
    return (
        side.name,
        f"{figures.middle(cell, figures.per_core):,.0f}",
        f"{figures.middle(cell, figures.per_core_with_database):,.0f}",
        str(figures.ratio(cell, reference)) if reference and reference is not cell else "",
        str(figures.ratio(ours, cell)) if ours and ours is not cell else "",
        f"{paced.rate:,.0f}",
        *(f"{one * 1e3:,.1f}" for one in (paced.p50, paced.p95, paced.p99)),
        f"{sum(figures.errors(cell).values())} of {figures.answers(cell) + sum(figures.errors(cell).values()):,}",
    )


def _slower(results: Results) -> Iterator[str]:
    yield from ("## Where Signet is slower", "")
    lines = [line for operation in Operation if (line := _slower_at(results, operation))]
    yield from (*lines, "") if lines else ("Nowhere in this run.", "")


def _slower_at(results: Results, operation: Operation) -> str:
    ours = results.cell(OURS, operation)
    if ours is None:
        return ""
    others = [(side, results.cell(side.slug, operation)) for side in results.sides if side.slug != OURS]
    ratios = [(side.name, figures.ratio(ours, cell)) for side, cell in others if cell]
    slower = ", ".join(f"{name} {ratio}" for name, ratio in ratios if ratio.median < 1)
    why = next(side.differences.get(operation) for side in results.sides if side.slug == OURS)
    return f"- {operation}, beside {slower}.{f' Signet {why}.' if why else ''}" if slower else ""


def errors_section(results: Results) -> Iterator[str]:
    """Wrong answers, with their cause."""
    yield from ("## Errors", "")
    names = {one.slug: one.name for one in results.sides}
    lines = [
        (f"{names[cell.side]}, {cell.operation}", cause, str(count))
        for cell in results.cells
        for cause, count in figures.errors(cell).items()
    ]
    total = sum(map(figures.answers, results.cells))
    yield f"{total:,} answers were right."
    yield from ("", *table(("", "Cause", "Answers"), lines), "") if lines else ("No answer was wrong.", "")


def _statements(results: Results) -> Iterator[str]:
    yield from ("## Statements of Signet", "")
    yield "These took most of the time of PostgreSQL, by `pg_stat_statements`, at the steady rate.\n"
    for operation in Operation:
        cell = results.cell(OURS, operation)
        if cell is None or not cell.paced.statements:
            continue
        yield from (f"### Statements: {operation.value}", "")
        answers = cell.paced.answers or 1
        lines = [
            (
                f"`{_short(one.text)}`",
                f"{one.calls / answers:.2f}",
                f"{one.milliseconds / one.calls:.3f}",
                f"{one.share:.0%}",
            )
            for one in cell.paced.statements
        ]
        yield from (*table(("", "Calls an answer", "ms a call", "Share"), lines), "")


def _short(text: str, length: int = 100) -> str:
    plain = text.replace("|", "\\|").replace('"', "").replace("`", "'")
    return plain if len(plain) <= length else f"{plain[: length - 1]}…"


def _configuration(results: Results) -> Iterator[str]:
    yield from ("## Configuration", "")
    lines = [
        (side.name, side.server.replace("|", ""), ", ".join(f"{name} {one}" for name, one in side.versions.items()))
        for side in results.sides
    ]
    yield from (*table(("", "Server", "Versions"), lines), "")


def _method(results: Results) -> str:
    memory, passes, threads = COST
    load = max((figures.load_share(one) for cell in results.cells for one in cell.samples), default=0.0)
    return METHOD.format(
        connections=results.connections,
        seconds=results.seconds,
        rounds=results.rounds,
        people=results.people,
        load=load,
        busy=min((figures.middle(cell, figures.busy) for cell in results.cells), default=0.0),
        memory=memory,
        passes=passes,
        threads=threads,
    )


def machine_section(results: Results) -> Iterator[str]:
    """On what it was measured."""
    yield from ("## Where it was measured", "")
    yield f"{results.machine}. Other processes may have run at the same time.\n"
    yield f"PostgreSQL {results.postgresql}, on the same machine: {results.conditions}.\n"
    yield from (*table(("Software", "Version"), results.runtimes.items()), "")
