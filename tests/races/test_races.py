"""Refreshing one token at once, by threads of one process and by processes: one winner, one answer for all."""

from __future__ import annotations

from pathlib import Path

from tests.races.databases import Database
from tests.races.race import run_race
from tests.races.server import Layout, serving

ROUNDS = 50


def test_16_threads_of_one_process_get_one_token(database: Database, tmp_path: Path) -> None:
    """Sixteen threads of one process, fifty rounds."""
    with serving(database, Layout(workers=1, threads=16), tmp_path) as server:
        result = run_race(server, database, ROUNDS, clients=16)
    assert result.workers == 1


def test_4_processes_give_8_clients_one_token(database: Database, tmp_path: Path) -> None:
    """Four server processes with eight clients for each of them, fifty rounds."""
    with serving(database, Layout(workers=4, threads=8), tmp_path) as server:
        result = run_race(server, database, ROUNDS, clients=32)
    assert result.workers == 4
