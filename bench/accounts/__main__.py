"""
``python -m bench.accounts`` measures on SQLite and PostgreSQL, and writes ``docs/explanation/benchmarks-accounts.md``.

Exits with 1 where a difference is too large. ``--calls 5 --page FILE`` runs it in miniature, and writes elsewhere.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from bench import DATABASES
from bench.accounts.page import Measured, render, verdict
from bench.sessions.databases import SERVERS, Server

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "benchmarks-accounts.md"
CALLS: Final = 250


def run(calls: int, page: Path) -> int:
    """Measure everything and tell it."""
    print(f"Milliseconds for one request: medians, quartiles. {calls} calls a line; it takes about ten minutes.")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name, start in SERVERS.items():
            data = Path(folder, name)
            data.mkdir()
            with start(data) as server:
                print(f"\n{server.name} {server.version}", flush=True)
                results.append(_measure(server, Path(folder), calls))
    is_met = True
    for result in results:
        print(f"\n{result.server}: compared with an unknown address")
        for endpoint, kind, difference in result.differences():
            print(f"  {endpoint:24} {kind:12} {difference!s:34} {verdict(difference)}")
            is_met &= difference.is_small
    page.write_text(render(results, calls), encoding="utf-8")
    return 0 if is_met else 1


def _measure(server: Server, folder: Path, calls: int) -> Measured:
    file = folder / f"{server.name}.pickle"
    command = [sys.executable, "-m", "bench.accounts.measure", str(file), str(calls)]
    subprocess.run(command, env={**os.environ, DATABASES: server.single("accounts")}, check=True)
    return Measured(f"{server.name} {server.version}", server.conditions, pickle.loads(file.read_bytes()))


parser = argparse.ArgumentParser(prog="python -m bench.accounts", description="Measure whether time reveals accounts.")
parser.add_argument("--calls", type=int, default=CALLS, help="how many calls a row")
parser.add_argument("--page", type=Path, default=PAGE, help="where to write the page")
chosen = parser.parse_args()
sys.exit(run(chosen.calls, chosen.page))
