"""A hundred wrong passwords at once: as many as the limit get through, and not one more."""

from __future__ import annotations

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from drf_signet.errors import ThrottledError
from drf_signet.throttles import count_attempt
from tests.conftest import NOON, PASSWORD
from tests.races.databases import Database, create_postgresql, prepare
from tests.real_parts import servers
from tests.sessions.routers import POSTGRESQL as ALIAS
from tests.stand_ins.crowd import together
from tests.throttles.backends import local_memory, redis_at
from tests.throttles.places import HERE, SESSIONS, SIGN_INS, WRONG, sign_in
from tests.throttles.served import served

CROWD = 100
LIMIT = 10


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A file, with a user."""
    return prepare(f"sqlite://{tmp_path_factory.mktemp('sqlite') / 'throttles.sqlite3'}")


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Database]:
    """A server, with a user."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        yield prepare(create_postgresql(url).url)


@contextmanager
def used(database: Database, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every thread uses *database* for all models."""
    if database.url.startswith("sqlite"):
        options: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": urlsplit(database.url).path}
    else:
        reached = conninfo_to_dict(database.url)
        options = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": reached["dbname"],
            "USER": reached["user"],
            "HOST": reached["host"],
        }
    with blocker.unblock(), override_settings(DATABASE_ROUTERS=["tests.sessions.routers.ToPostgresql"]):
        connections.settings[ALIAS] = connections.configure_settings({"default": {}, ALIAS: options})[ALIAS]
        try:
            yield
        finally:
            connections[ALIAS].close()
            del connections[ALIAS]
            del connections.settings[ALIAS]


@pytest.fixture(params=["sqlite-local-memory", "postgresql-redis"])
def parts(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """SQLite and the memory of this process, and PostgreSQL and Redis."""
    if request.param == "sqlite-local-memory":
        with local_memory(), used(request.getfixturevalue("sqlite"), django_db_blocker):
            yield
    else:
        with (
            redis_at(request.getfixturevalue("redis_url")),
            used(request.getfixturevalue("postgresql"), django_db_blocker),
        ):
            yield


def attempt(which: int) -> int:
    """The status of a wrong password, at one of three endpoints."""
    path = list(SIGN_INS.values())[which % len(SIGN_INS)]
    return sign_in(APIClient(raise_request_exception=False), path).status_code


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize("round", range(3))
def test_of_a_hundred_at_once_no_more_than_the_limit_get_through(round: int, hashed: list[str]) -> None:
    """In the threads of one process. Signet checks as many passwords as it lets through."""
    statuses = Counter(together(CROWD, attempt))
    assert set(statuses) == {401, 429}
    # Requests that will be refused count for a moment, so fewer than the limit may get through.
    assert 1 <= statuses[401] <= LIMIT
    assert len(hashed) == statuses[401]
    assert attempt(0) in {401, 429}


@pytest.mark.usefixtures("parts")
def test_right_passwords_in_between_let_no_more_wrong_ones_through() -> None:
    """They undo only what they had counted."""

    def mixed(which: int) -> tuple[bool, int]:
        is_right = which % 2 == 0
        client = APIClient(raise_request_exception=False)
        return is_right, sign_in(client, SESSIONS, password=PASSWORD if is_right else WRONG).status_code

    answers = Counter(together(CROWD, mixed))
    assert answers[False, 401] <= LIMIT
    assert set(answers) <= {(True, 200), (True, 429), (False, 401), (False, 429)}


def is_counted(moment: datetime) -> bool:
    """Whether an attempt at *moment* gets through."""
    try:
        count_attempt("ada", HERE, moment)
    except ThrottledError:
        return False
    return True


BEFORE, AFTER = NOON - timedelta(milliseconds=1), NOON + timedelta(milliseconds=1)


@pytest.mark.usefixtures("counts")
@pytest.mark.parametrize("round", range(3))
def test_a_boundary_between_two_windows_lets_no_more_through(round: int) -> None:
    """Half of them come just before it, and half just after. If all count before any looks, nobody gets through."""
    through = together(CROWD, lambda which: is_counted(AFTER if which % 2 else BEFORE))
    assert sum(through) <= LIMIT


@pytest.mark.usefixtures("counts")
def test_late_counts_are_added_to_early_ones() -> None:
    """One of two processes was held up for a moment at the boundary, or its clock is a moment behind."""
    through = [is_counted(AFTER) for _ in range(LIMIT)] + [is_counted(BEFORE) for _ in range(LIMIT)]
    assert sum(through) == LIMIT


@pytest.mark.usefixtures("counts")
def test_attempts_undone_in_parallel_are_all_undone() -> None:
    """A hundred right passwords leave no trace."""
    with override_settings(SIGNET={"THROTTLE_RATES": {"sign_in_account_ip": "100/m", "sign_in_ip": None}}):
        together(CROWD, lambda which: count_attempt("ada", HERE, NOON).take_back())
        counted = count_attempt("ada", HERE, NOON)
        assert [cache.get(key) for key in counted.counted.keys] == [1, 1]


def test_of_a_hundred_at_once_no_more_than_the_limit_get_through_several_processes(
    postgresql: Database, redis_url: str, tmp_path: Path
) -> None:
    """Over HTTP, in four processes that share PostgreSQL and Redis."""
    with served(postgresql, redis_url, tmp_path / "server.log", workers=4, threads=8) as port:

        def attempt_there(which: int) -> int:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                sent = json.dumps({"username": "ada", "password": WRONG})
                connection.request("POST", "/api/token/", sent, {"Content-Type": "application/json"})
                return connection.getresponse().status
            finally:
                connection.close()

        statuses = Counter(together(CROWD, attempt_there))
    assert set(statuses) == {401, 429}
    assert 1 <= statuses[401] <= LIMIT
