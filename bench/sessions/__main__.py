"""
``python -m bench.sessions`` measures on SQLite, PostgreSQL and MariaDB.

It writes ``docs/explanation/benchmarks-sessions.md``.

Exits with 1 where a target is missed. ``--check`` runs everything once in miniature and measures nothing: it writes no
file, and prints a line of JSON for each database.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from bench import DATABASES
from bench.sessions.databases import Server, servers
from bench.sessions.page import render
from bench.sessions.results import Measured
from bench.sessions.targets import judge
from bench.sessions.terminal import QUIET, tell
from bench.sessions.volume import FULL, MINIATURE, Volume
from bench.terminal import conclude

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "benchmarks-sessions.md"


def run() -> int:
    """Measure everything and tell it."""
    tell("Times are in µs on the wall, medians: Signet, Simple JWT. It takes ten to fifteen minutes.")
    results = _measure_all(FULL)
    targets = judge(results)
    conclude(targets)
    PAGE.write_text(render(results, targets, FULL), encoding="utf-8")
    return 0 if all(target.is_met for target in targets) else 1


def check() -> int:
    """Take everything through once, the page as well, so that none of it can rot unnoticed."""
    os.environ[QUIET] = "1"
    results = _measure_all(MINIATURE, "--check")
    render(results, judge(results), MINIATURE)
    for result in results:
        print(json.dumps(asdict(result)))
    return 0


def _measure_all(volume: Volume, *options: str) -> list[Measured]:
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name, start in servers().items():
            data = Path(folder, name)
            data.mkdir()
            with start(data) as server:
                tell(f"\n{server.name} {server.version}")
                results.append(_measure(server, Path(folder), volume, options))
    return results


def _measure(server: Server, folder: Path, volume: Volume, options: tuple[str, ...]) -> Measured:
    def part(name: str, databases: str) -> Any:
        file = folder / f"{server.name}-{name}"
        warnings = [f"-W{option}" for option in sys.warnoptions]
        command = [sys.executable, *warnings, "-m", "bench.sessions.measure", name, str(file), *options]
        subprocess.run(command, env={**os.environ, DATABASES: databases}, check=True)
        return pickle.loads(file.read_bytes())

    operations = part("operations", server.single("operations"))
    growth = part("growth", server.several([str(rows) for rows in volume.tables]))
    return Measured(server.name, server.version, server.conditions, operations, growth)


parser = argparse.ArgumentParser(prog="python -m bench.sessions", description="Measure sessions beside Simple JWT.")
parser.add_argument("--check", action="store_true", help="run everything once, and measure and write nothing")
chosen = parser.parse_args()
sys.exit(check() if chosen.check else run())
