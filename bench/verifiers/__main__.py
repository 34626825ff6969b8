"""
``python -m bench.verifiers`` measures verifiers, and writes ``docs/explanation/benchmarks-verifiers.md``.

``--rounds 2 --page FILE`` runs it in miniature, and writes elsewhere.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from bench.timing import set_aside
from bench.verifiers.issuer import publishing
from bench.verifiers.page import render
from bench.verifiers.pairs import rows
from bench.verifiers.storm import weather

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "benchmarks-verifiers.md"
ROUNDS: Final = 30
STORMS: Final = 5


def run(rounds: int, page: Path) -> None:
    """Measure everything, and tell it."""
    with publishing() as publisher:
        set_aside()
        measured = []
        for row in rows(publisher.url, rounds):
            measured.append(row)
            kind = "new" if row.is_new else "presented before"
            ours = f"{row.timing.ours_median:7.1f} µs"
            print(f"{row.algorithm:6} {kind:17} {row.other:11} {ours}, ratio {row.ratio}", flush=True)
        storm = weather(publisher, min(rounds, STORMS))
        print(f"in a storm: new {storm.unseen}, presented before {storm.seen}, {storm.fetches} fetches", flush=True)
    page.write_text(render(measured, storm, rounds), encoding="utf-8")


parser = argparse.ArgumentParser(prog="python -m bench.verifiers", description="Measure verifiers of others' tokens.")
parser.add_argument("--rounds", type=int, default=ROUNDS, help="how many pairs of blocks a row")
parser.add_argument("--page", type=Path, default=PAGE, help="where to write the page")
chosen = parser.parse_args()
run(chosen.rounds, chosen.page)
