"""Purging: sessions that are over go, batch by batch, and those that may still be needed stay."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connections, transaction
from django.test.utils import CaptureQueriesContext

from drf_signet.sessions import purging
from drf_signet.sessions.models import Session
from drf_signet.sessions.purging import purge, purge_some
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.tokens import RefreshToken, SlidingToken

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MEMORY = 6 * MINUTE
"""An access lifetime and a minute for clocks."""


def add(user_id: int, number: int = 1, **fields: Any) -> list[Session]:
    """Rows of a user: live ones, unless *fields* say otherwise."""
    times = {"rotated_at": NOW - MINUTE, "created_at": NOW - DAY, "expires_at": NOW + DAY, **fields}
    idle = min(times["rotated_at"] + DAY, times["expires_at"])
    rows = [Session(user_id=user_id, auth_hash="", token_expires_at=idle, **times) for _ in range(number)]
    return list(Session.objects.bulk_create(rows))


STANDS = {
    "live": ({}, True),
    "ended-a-moment-ago": ({"revoked_at": NOW - MINUTE}, True),
    "ended-long-ago": ({"revoked_at": NOW - HOUR}, True),
    "expired-a-moment-ago": ({"expires_at": NOW - MINUTE}, True),
    "expired-an-access-lifetime-ago": ({"expires_at": NOW - MEMORY}, True),
    "expired-before-that": ({"expires_at": NOW - MEMORY - timedelta(seconds=1)}, False),
    "expired-and-ended": ({"expires_at": NOW - HOUR, "revoked_at": NOW - DAY}, False),
    "idle-to-the-last-moment": ({"rotated_at": NOW - DAY - MEMORY}, True),
    "idle-for-longer": ({"rotated_at": NOW - DAY - MEMORY - timedelta(seconds=1)}, False),
}


@pytest.mark.parametrize(("fields", "stays"), STANDS.values(), ids=STANDS)
def test_a_row_goes_when_no_token_of_it_can_be_valid(user: User, fields: dict[str, Any], *, stays: bool) -> None:
    """No refresh token, no access token, and no token of an ended session that Signet must still recognize."""
    add(user.pk, **fields)
    assert list(purge(NOW, 10)) == ([] if stays else [1])
    assert Session.objects.exists() is stays


@pytest.mark.parametrize("token_class", [RefreshToken, SlidingToken])
def test_a_token_that_can_be_refreshed_outlives_every_purge(
    ada: User, token_class: type[RefreshToken | SlidingToken]
) -> None:
    """A purge runs at its last moment, and then it is refreshed."""
    token = token_class.for_user(ada, now=NOW)
    last = NOW + token_class.lifetime - timedelta(seconds=1)
    assert list(purge(last, 10)) == []
    assert refresh(str(token), token_class, now=last)["gen"] == 1


class LongRefreshToken(RefreshToken):
    """A refresh token of a project, whose class sets the lifetime."""

    lifetime = timedelta(days=14)


def test_a_token_class_with_a_lifetime_of_its_own_outlives_every_purge(user: User) -> None:
    """A session that can be refreshed isn't over."""
    token = LongRefreshToken.for_user(user, now=NOW)
    later = NOW + timedelta(days=7)
    assert list(purge(later, 10)) == []
    assert refresh(str(token), LongRefreshToken, now=later)["gen"] == 1


def test_a_purge_goes_batch_by_batch(ada: User, database: str) -> None:
    """Each batch is reported, and has its own transaction. In the end all are gone, except the live ones."""
    add(ada.pk, 7, expires_at=NOW - HOUR)
    add(ada.pk, 3, rotated_at=NOW - 2 * DAY)
    living = {one.pk for one in add(ada.pk, 4)}
    steps = purge(NOW, 4)
    with CaptureQueriesContext(connections[database]) as queries:
        assert next(steps) == 4
    assert len(queries.captured_queries) <= 4, "BEGIN or a savepoint, two statements, and the end of it"
    assert Session.objects.count() == 10
    assert list(steps) == [4, 2]
    assert {one.pk for one in Session.objects.all()} == living
    assert list(purge(NOW, 4)) == []


def test_a_batch_may_have_more_rows_than_a_statement_has_parameters(user: User) -> None:
    """SQLite limits the number of parameters."""
    connection = connections["default"]
    connection.ensure_connection()
    usual = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    try:
        for _ in range(12):
            add(user.pk, 100, expires_at=NOW - HOUR)
        assert sum(purge(NOW, 5_000)) == 1_200
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, usual)


def test_nobody_waits_for_a_purge_and_a_purge_for_nobody(postgresql: str) -> None:
    """A row that another transaction has locked is left for the next time, and the others go."""
    user = User.objects.create_user("ada")
    held, *others = add(user.pk, 3, expires_at=NOW - HOUR)
    rival = connections.create_connection(postgresql)
    try:
        with connections[postgresql].cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        with rival.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE signet_sessions_session SET generation = 1 WHERE id = %s", [held.pk])
        assert sum(purge(NOW, 1)) == len(others)
        assert purge_some(NOW) == 0
        with rival.cursor() as cursor:
            cursor.execute("ROLLBACK")
    finally:
        rival.close()
        with connections[postgresql].cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    assert list(purge(NOW, 10)) == [1]


def test_a_purge_inside_of_a_transaction_leaves_it_in_order(ada: User, database: str) -> None:
    """The transaction can go on, or roll the purge back."""
    add(ada.pk, 2, expires_at=NOW - HOUR)
    with transaction.atomic(using=database):
        assert purge_some(NOW) == 2
        transaction.set_rollback(True, using=database)
    assert Session.objects.count() == 2


@pytest.mark.parametrize("in_transaction", [False, True])
def test_a_row_that_cannot_be_deleted_fails_no_sign_in(
    user: User, caplog: pytest.LogCaptureFixture, *, in_transaction: bool
) -> None:
    """As where a trigger of the project keeps it. The log says so, and a transaction goes on."""
    add(user.pk, expires_at=NOW - DAY)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER keeps BEFORE DELETE ON signet_sessions_session BEGIN SELECT RAISE(ABORT, 'it stays'); END"
        )
    with transaction.atomic() if in_transaction else nullcontext():
        assert purge_some(NOW) == 0
        assert Session.objects.count() == 1
    assert "expired sessions stay: IntegrityError: it stays" in caplog.text


def test_an_error_that_ended_the_transaction_is_not_kept_quiet(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """MySQL takes the whole transaction back after a deadlock: the session that was opened in it is gone."""
    add(user.pk, expires_at=NOW - DAY)

    def deadlock(*_arguments: object) -> NoReturn:
        transaction.set_rollback(True)
        raise OperationalError(1213, "Deadlock found")

    monkeypatch.setattr(purging, "delete_some", deadlock)
    with pytest.raises(OperationalError), transaction.atomic():
        purge_some(NOW)
