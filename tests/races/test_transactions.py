"""
Transactions around everything: ``ATOMIC_REQUESTS``, each isolation level of PostgreSQL, and two of MariaDB.

If PostgreSQL refuses one of two writers, the refresh tries again; nobody gets a 500.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from tests.races.client import Answer, call, refresh, refresh_together, sign_in
from tests.races.databases import Database
from tests.races.race import run_race
from tests.races.server import Layout, Server, serving

LAYOUTS = [
    ("sqlite", None, True),
    ("postgresql", "READ_COMMITTED", True),
    ("postgresql", "REPEATABLE_READ", False),
    ("postgresql", "REPEATABLE_READ", True),
    ("postgresql", "SERIALIZABLE", False),
    ("postgresql", "SERIALIZABLE", True),
    ("mariadb", "READ_COMMITTED", True),
    ("mariadb", "REPEATABLE_READ", True),
]
CLIENTS = 16


class Site(NamedTuple):
    """A running project and its database."""

    server: Server
    database: Database


@pytest.fixture(scope="module", params=LAYOUTS, ids=lambda one: f"{one[0]}-{one[1]}-{'atomic' if one[2] else 'plain'}")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The project in four processes, under each kind of transaction."""
    kind, level, atomic = request.param
    database: Database = request.getfixturevalue(f"new_{kind}")()
    layout = Layout(workers=4, threads=8, isolation_level=level, atomic_requests=atomic)
    with serving(database, layout, tmp_path_factory.mktemp("site")) as server:
        yield Site(server, database)


def test_a_race_has_one_winner_and_one_answer(site: Site) -> None:
    """Sixteen clients at once, ten rounds: every answer is 200 with the same token."""
    result = run_race(site.server, site.database, rounds=10, clients=CLIENTS)
    assert result.workers > 1


def test_a_refresh_that_lost_to_another_writer_of_the_row_tries_again(site: Site) -> None:
    """All of them wait for that writer; when it commits, PostgreSQL refuses them if the isolation level says so."""
    first = sign_in(site.server)["refresh"]
    with ThreadPoolExecutor(1) as outer, ThreadPoolExecutor(CLIENTS) as pool:
        with site.database.being_written():
            running = outer.submit(refresh_together, pool, site.server, first, CLIENTS)
            time.sleep(0.5)
        answers = running.result()
    assert {one.status for one in answers} == {200}, [one for one in answers if one.status != 200]
    assert len({one.body["refresh"] for one in answers}) == 1
    assert site.database.newest_session().generation == 1


def test_a_replay_after_the_windows_is_refused_and_its_revocation_stays(site: Site) -> None:
    """Sixteen clients replay at once: each gets a 401, and the session stays ended."""
    first = sign_in(site.server)
    newest = refresh(site.server, first["refresh"]).body
    site.database.let_windows_pass()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = refresh_together(pool, site.server, first["refresh"], CLIENTS)
    assert {one.status for one in answers} == {401}, answers
    reasons = {one.body["reason"] for one in answers}
    assert "token_reused" in reasons
    assert reasons <= {"token_reused", "session_revoked"}
    row = site.database.newest_session()
    assert row.revoked_at is not None
    assert (row.generation, row.previous_generation, row.revoke_reason) == (1, 0, "reuse")
    refused = refresh(site.server, newest["refresh"])
    assert (refused.status, refused.body["reason"]) == (401, "session_revoked")
    assert call(site.server, "/live/", token=newest["access"]).status == 401


def test_a_session_that_is_ended_mid_way_is_refreshed_by_nobody_afterwards(site: Site) -> None:
    """
    While a client refreshes as fast as it can, the user signs out through another process.

    A request sent after the answer to the sign-out is refused, and the row moves no further.
    """
    for _ in range(5):
        tokens = sign_in(site.server)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(_refresh_until_refused, site.server, tokens["refresh"])
            time.sleep(random.uniform(0, 0.1))
            assert call(site.server, "/api/logout/", {"refresh": tokens["refresh"]}).status == 204
            ended_at = time.monotonic()
            row = site.database.newest_session()
            accepted, refused = running.result()
        assert (refused.status, refused.body["reason"]) == (401, "session_revoked")
        assert all(asked_at < ended_at for asked_at in accepted)
        assert site.database.newest_session() == row
        assert (row.generation, row.revoke_reason) == (len(accepted), "logout")


def _refresh_until_refused(server: Server, token: str) -> tuple[list[float], Answer]:
    """The times at which the successful refreshes were sent, and the first other answer."""
    accepted: list[float] = []
    for _ in range(5_000):
        asked_at = time.monotonic()
        answer = refresh(server, token)
        if answer.status != 200:
            return accepted, answer
        accepted.append(asked_at)
        token = answer.body["refresh"]
    raise AssertionError("the session was never refused")
