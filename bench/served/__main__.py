"""
``python -m bench.served`` measures, and writes ``docs/explanation/benchmarks-served.md``.

``--only refresh live`` measures those operations, and ``--sides signet simple-jwt`` those sides. Each of the
``--rounds`` has a sample of ``--seconds`` for each. ``--figures FILE`` writes the page from the figures of an earlier
run. ``--growth`` measures tables that grow instead, and writes ``docs/explanation/benchmarks-growth.md``.

``--check`` runs everything for a moment. Its page, and the page of a run that leaves something out, go to ``build``.
Exits with 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.machine import machine
from bench.served import environments, growth
from bench.served.database import Server, postgresql
from bench.served.described import describe, runtimes
from bench.served.fleet import SMALL, Crowd, Fleet
from bench.served.operations import SHORT
from bench.served.page import render
from bench.served.plot import PLOT, draw
from bench.served.processes import Cores
from bench.served.results import Cell, Peer, Results, load, save
from bench.served.rounds import Clock
from bench.served.sides import SIDES, better_auth
from bench.served.sides.side import Side
from bench.served.targets import judge

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs" / "explanation"
PAGE: Final = "benchmarks-served.md"
KEPT: Final = ROOT / "build" / "benchmarks-served.json"
STARTED: Final = time.monotonic()


def tell(text: str) -> None:
    """Print it, with the minutes since the start."""
    minutes, seconds = divmod(int(time.monotonic() - STARTED), 60)
    print(f"{minutes:3}:{seconds:02}  {text}", flush=True)


def chosen_sides(slugs: Sequence[str]) -> list[Side]:
    """Those of that name, without what this machine can't run."""
    lacking = environments.why_not()
    if lacking:
        tell(f"Left out, as {lacking}: {better_auth.SIDE.name}.")
    return [one for one in SIDES if one.slug in slugs and not (lacking and one is better_auth.SIDE)]


def measure(options: argparse.Namespace) -> Results:
    """Start every service, and measure."""
    operations = [one for name, one in SHORT.items() if name in options.only]
    sides = chosen_sides(options.sides)
    crowd = SMALL if options.check else Crowd()
    for environment in (environments.DJANGO, environments.FASTAPI, environments.BETTER_AUTH):
        if any(environment is one.environment for one in sides):
            environments.make(environment)
    cores = Cores.divide()
    # The load and PostgreSQL inherit it.
    os.sched_setaffinity(0, cores.others)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="signet-served-")))
        server = stack.enter_context(postgresql(folder))
        fleet = Fleet(server, crowd)
        described = [describe(one) for one in sides]
        for side in sides:
            tell(f"starting {side.name}, and signing in {sum(crowd[:2]):,} users")
            fleet.start(side, operations, cores, folder, stack)
        cells = Clock(fleet, options.seconds, tell).measure(sides, operations, options.rounds)
        return _results(server, described, cells, options, crowd)


def _results(
    server: Server, sides: Sequence[Peer], cells: Sequence[Cell], options: argparse.Namespace, crowd: Crowd
) -> Results:
    return Results(
        machine=machine(),
        postgresql=server.version,
        conditions=server.conditions,
        runtimes=runtimes(server),
        seconds=options.seconds,
        rounds=options.rounds,
        connections=crowd.connections,
        people=sum(crowd[:3]),
        sides=sides,
        cells=cells,
    )


def tell_about(results: Results, page: Path) -> int:
    """Write the page with its plot, and print the targets. The answer is 1 if one of them is missed."""
    page.write_text(render(results), encoding="utf-8")
    page.with_name(PLOT).write_bytes(draw(results))
    targets = judge(results)
    for target in targets:
        tell(f"{'met   ' if target.is_met else 'MISSED'}  {target.demand}. Measured: {target.found}.")
    tell(f"wrote {page}")
    return 0 if all(target.is_met for target in targets) else 1


def read_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.served", description="Measure Signet beside others, served.")
    parser.add_argument("--only", nargs="+", choices=list(SHORT), default=list(SHORT), help="operations to measure")
    slugs = [one.slug for one in SIDES]
    parser.add_argument("--sides", nargs="+", choices=slugs, default=slugs, help="sides to measure")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds of a sample (default: 2)")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each side at each operation (default: 5)")
    parser.add_argument("--check", action="store_true", help="run everything for a moment, and write nothing to docs")
    parser.add_argument("--page", type=Path, help="write the page here, and its plot beside it")
    parser.add_argument("--figures", type=Path, help="measure nothing: write the page from this file")
    parser.add_argument(
        "--growth", action="store_true", help="measure tables that grow instead, for a quarter of an hour or more"
    )
    most = growth.TABLES[-1].rows
    parser.add_argument("--up-to", type=int, default=most, help="with --growth: the most sessions in a table")
    chosen = parser.parse_args()
    if chosen.check:
        chosen.seconds, chosen.rounds = 0.2, 1
    return chosen


def run(options: argparse.Namespace) -> int:
    """Measure, and write the page. The answer is the exit status."""
    if options.growth:
        return growth.run(tell, options.page, options.up_to, is_check=options.check)
    is_whole = set(options.only) == set(SHORT) and not options.check
    results = load(options.figures) if options.figures else measure(options)
    if not options.figures:
        kept = options.page.with_suffix(".json") if options.page else KEPT
        save(results, kept)
        tell(f"wrote the figures to {kept}")
    page = options.page or (DOCS / PAGE if is_whole else KEPT.with_name(PAGE))
    status = tell_about(results, page)
    return 0 if options.check else status


if __name__ == "__main__":
    sys.exit(run(read_options()))
