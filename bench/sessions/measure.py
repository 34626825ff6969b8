"""
``python -m bench.sessions.measure PART FILE``: one part in one database, the result pickled into *FILE*.

A process of its own, started by ``python -m bench.sessions`` with the databases in its environment.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from django.core.management import call_command

from bench.packages import SIGNET, SIMPLE_JWT
from bench.sessions.counting import count
from bench.sessions.growth import grow
from bench.sessions.operations import operations
from bench.sessions.pairing import measure
from bench.sessions.results import Operations, Row
from bench.sessions.storage import storage
from bench.sessions.terminal import tell, tell_row
from bench.sessions.volume import FULL, MINIATURE, Volume
from bench.timing import set_aside


def compare(volume: Volume) -> Operations:
    """The first part: what many refreshes leave behind, and every operation."""
    call_command("migrate", verbosity=0)
    tell(f"  {volume.refreshes:,} refreshes of {volume.sessions} sessions")
    stored = [storage(package, volume.sessions, volume.refreshes) for package in (SIGNET, SIMPLE_JWT)]
    rows: list[Row] = []
    for one in operations(volume.block):
        set_aside()
        timing = measure(one, volume.pairs)
        rows.append(Row(one.name, one.is_like, timing, count(one.ours), count(one.theirs) if one.theirs else None))
        tell_row(rows[-1])
    return Operations(rows, volume.sessions, volume.refreshes, stored)


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.sessions.measure")
    parser.add_argument("part", choices=["operations", "growth"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    volume = MINIATURE if chosen.check else FULL
    result = compare(volume) if chosen.part == "operations" else grow(volume)
    chosen.file.write_bytes(pickle.dumps(result))


if __name__ == "__main__":
    main()
