"""Hundreds of server processes killed in storms of refreshes, with the default windows and without the grace."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.races.databases import Database
from tests.races.server import Layout, serving
from tests.races.storm import run_storm
from tests.soak.conftest import Report

KILLS = 250


@pytest.mark.parametrize(
    ("signet", "burns"), [({}, False), ({"REFRESH_GRACE_PERIOD": 0}, True)], ids=["default", "no grace"]
)
def test_kills_lose_no_session(
    database: Database, tmp_path: Path, report: Report, signet: dict[str, object], burns: bool
) -> None:
    """With the grace, a lost answer is given again; without it, another one is, and the lost one is void."""
    seed = random.randrange(10**9)
    report(f"{database.url.partition(':')[0]}, {signet or 'default windows'}, seed {seed}")
    with serving(database, Layout(workers=4, threads=8, signet=signet), tmp_path) as server:
        outcome = run_storm(server, database, KILLS, random.Random(seed), report)
    report(str(outcome))
    assert outcome.lost > KILLS / 10
    assert (outcome.burned > 0) is burns
