"""Server processes killed in the middle of a storm of refreshes lose no session. `make soak` kills many more."""

from __future__ import annotations

import random
from pathlib import Path

from tests.races.databases import Database
from tests.races.server import Layout, serving
from tests.races.storm import run_storm


def test_kills_in_a_storm_of_refreshes_lose_no_session(database: Database, tmp_path: Path) -> None:
    """Four kills, the last of the whole server."""
    with serving(database, Layout(workers=2, threads=8), tmp_path) as server:
        outcome = run_storm(server, database, kills=4, chance=random.Random(7))
    assert outcome.lost > 0
    assert outcome.burned == 0, "within the grace, the lost answer is given again"
