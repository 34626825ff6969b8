"""What becomes of conflicts in the database: tried again, a limited number of times, and then told as such."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import psycopg.errors
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from rest_framework.test import APIClient

from drf_signet.database_errors import is_conflict
from drf_signet.errors import SessionBusyError
from drf_signet.sessions import retries, rotation
from drf_signet.sessions.models import Session
from drf_signet.sessions.retries import ATTEMPTS, PATIENCE, LostRaceError, until_settled
from drf_signet.sessions.tokens import RefreshToken
from tests.stand_ins.clock import Clock
from tests.stand_ins.outages import ConnectorError, MysqlError, from_database, sqlite_error

CONFLICTS = {
    "serialization": psycopg.errors.SerializationFailure(),
    "deadlock": psycopg.errors.DeadlockDetected(),
    "busy": sqlite_error(sqlite3.SQLITE_BUSY),
    "busy-snapshot": sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT),
    "locked-table": sqlite_error(sqlite3.SQLITE_LOCKED),
    "mysql-deadlock": MysqlError(1213, "deadlock"),
    "mysql-deadlock-connector": ConnectorError(1213, "deadlock", "40001"),
    "mariadb-changed-since-read": MysqlError(1020, "record has changed since last read"),
}
OTHERS = {
    "server-gone": psycopg.errors.AdminShutdown(),
    "lock-timeout": psycopg.errors.LockNotAvailable(),
    "no-connection": psycopg.OperationalError(),
    "disk-full": sqlite_error(sqlite3.SQLITE_FULL),
    "unknown": ValueError(),
}


@pytest.fixture(autouse=True)
def _without_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in one of its own, in which nothing would be tried again; and nobody has to wait."""
    monkeypatch.setattr(retries, "_in_transaction", lambda: False)
    monkeypatch.setattr(retries, "PAUSE", 0.0)


def acting(outcomes: list[Exception | str]) -> Callable[[], str]:
    """An act with these outcomes, one after the other."""
    remaining: Iterator[Exception | str] = iter(outcomes)

    def act() -> str:
        outcome = next(remaining)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return act


@pytest.mark.parametrize("cause", CONFLICTS.values(), ids=CONFLICTS)
def test_a_conflict_is_tried_again(cause: Exception) -> None:
    """The statement may succeed the next time."""
    assert is_conflict(from_database(cause))
    assert until_settled(acting([from_database(cause), LostRaceError(), from_database(cause), "done"])) == "done"


@pytest.mark.parametrize("cause", OTHERS.values(), ids=OTHERS)
def test_any_other_error_is_the_callers(cause: Exception) -> None:
    """To send the statement again would change nothing."""
    error = from_database(cause)
    with pytest.raises(OperationalError) as caught:
        until_settled(acting([error, "never"]))
    assert caught.value is error


@pytest.mark.parametrize("outcome", [LostRaceError(), from_database(CONFLICTS["busy"])], ids=["lost", "busy"])
def test_there_is_an_end_to_it(outcome: Exception) -> None:
    """Ten times in a row is no accident."""
    assert until_settled(acting([*[outcome] * (ATTEMPTS - 1), "done"])) == "done"
    with pytest.raises(SessionBusyError):
        until_settled(acting([outcome] * ATTEMPTS))


def test_nobody_waits_for_long() -> None:
    """Each attempt may take as long as the database waits for a lock."""
    clock, attempts = Clock(), 0

    def wait_in_vain() -> None:
        nonlocal attempts
        attempts += 1
        clock.move(PATIENCE / 2)
        raise from_database(CONFLICTS["busy"])

    with pytest.raises(SessionBusyError):
        until_settled(wait_in_vain, clock)
    assert attempts == 2


def test_in_a_transaction_nothing_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The conflict has spoilt it, and with it what came before."""
    monkeypatch.setattr(retries, "_in_transaction", lambda: True)
    with pytest.raises(OperationalError):
        until_settled(acting([from_database(CONFLICTS["serialization"]), "never"]))
    assert until_settled(acting([LostRaceError(), "done"])) == "done"


def test_a_client_is_told_to_come_again(user: User, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with the time to wait: nothing is wrong with the token, and nothing has happened to the session."""
    token = RefreshToken.for_user(user)
    before = Session.objects.values().get()
    monkeypatch.setattr(rotation, "compare_and_swap", lambda session, known: False)
    answer = api.post("/sessions/api/token/refresh/", {"refresh": str(token)})
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "1", "no-store")
    assert answer.data == {
        "detail": "Too many requests are using this session at once. Try again.",
        "code": "session_busy",
    }
    assert Session.objects.values().get() == before
    monkeypatch.undo()
    assert api.post("/sessions/api/token/refresh/", {"refresh": str(token)}).status_code == 200
