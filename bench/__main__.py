"""
``python -m bench`` measures, and writes ``docs/explanation/benchmarks.md`` and ``docs/explanation/benchmarks.svg``.

Exits with 1 where a target is missed. ``--check`` runs everything once and measures nothing: it writes no file, and
prints a line of JSON for each operation.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from django.core.management import call_command

from bench.counting import count, token_lengths
from bench.operations import Volume, operations
from bench.pairing import measure
from bench.plot import draw
from bench.report import PLOT, render
from bench.targets import Row, judge
from bench.terminal import Table, conclude, introduce
from bench.timing import set_aside

DOCS: Final = Path(__file__).resolve().parents[1] / "docs" / "explanation"


def run() -> int:
    """Measure everything and tell it."""
    everything = operations()
    introduce(len(everything))
    # Counting comes first, as it loads every module that is still to be loaded.
    counted = [count(one) for one in everything]
    set_aside()
    table = Table(everything)
    rows: list[Row] = []
    for operation, counts in zip(everything, counted, strict=True):
        table.announce(operation)
        rows.append(Row(operation, measure(operation), counts))
        table.tell(rows[-1])
    targets = judge(rows)
    conclude(targets)
    (DOCS / "benchmarks.md").write_text(render(rows, targets, token_lengths()), encoding="utf-8")
    (DOCS / PLOT).write_bytes(draw(rows))
    return 0 if all(target.is_met for target in targets) else 1


def check() -> int:
    """Take everything through once, the page and the plot as well, so that none of it can rot unnoticed."""
    set_aside()
    rows: list[Row] = []
    for operation in operations():
        once = replace(operation, volume=Volume(1, 1))
        rows.append(Row(once, measure(once), count(once)))
        about = {"operation": once.title, "is_new": once.is_new, "is_like": once.is_like}
        print(json.dumps({**about, **asdict(rows[-1].counts)}))
    render(rows, judge(rows), token_lengths())
    draw(rows)
    return 0


parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Signet beside Simple JWT.")
parser.add_argument("--check", action="store_true", help="run everything once, and measure and write nothing")
chosen = parser.parse_args()
call_command("migrate", verbosity=0)
sys.exit(check() if chosen.check else run())
