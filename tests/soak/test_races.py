"""The races of the ordinary run, for much longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.races.databases import Database
from tests.races.race import run_race
from tests.races.server import Layout, serving
from tests.soak.conftest import Report

ROUNDS = 1000


@pytest.mark.parametrize(("workers", "threads", "clients"), [(1, 16, 16), (4, 8, 32)])
def test_a_thousand_rounds(
    database: Database, tmp_path: Path, report: Report, workers: int, threads: int, clients: int
) -> None:
    """Threads of one process, and four processes."""
    with serving(database, Layout(workers=workers, threads=threads), tmp_path) as server:
        result = run_race(server, database, ROUNDS, clients)
    report(f"{database.url.partition(':')[0]}: {result}")
    assert result.workers == workers
