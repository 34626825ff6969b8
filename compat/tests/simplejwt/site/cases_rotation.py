"""Rotation into the blacklist: one transaction, few statements, and one success among many refreshes of one token."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compat.tests.simplejwt.site.asking import get, pair, post, simple_jwt, sliding
from drf_signet_compat.simplejwt.token_blacklist import rows
from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from tests.conftest import PASSWORD

ROTATING = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
CLIENTS = 8
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements(where: str, **body: object) -> list[str]:
    """The statements of a successful request, except those around transactions."""
    with CaptureQueriesContext(connection) as captured:
        answer = post(where, **body)
    assert answer.status_code == 200, answer.data
    return [one["sql"] for one in captured if not one["sql"].startswith(NOT_COUNTED)]


def test_the_next_token(user: User) -> None:
    """The answer has both tokens, the old one is refused, and the new one is recorded for the user."""
    old = pair()["refresh"]
    with simple_jwt(**ROTATING):
        answer = post("token/refresh", refresh=old).data
        assert list(answer) == ["access", "refresh"]
        assert post("token/refresh", refresh=old).status_code == 401
        assert post("token/refresh", refresh=answer["refresh"]).status_code == 200
    assert [one.user for one in OutstandingToken.objects.all()] == [user] * 3
    assert BlacklistedToken.objects.count() == 2


def test_statements_of_a_rotation(user: User) -> None:
    """The token, the user, the gate, and the next token: Simple JWT needs nine."""
    refresh = pair()["refresh"]
    with simple_jwt(**ROTATING):
        sent = statements("token/refresh", refresh=refresh)
    assert [one.split()[0] for one in sent] == ["SELECT", "SELECT", "INSERT", "INSERT"]


def test_statements_inside_of_a_transaction(user: User, settings: Any) -> None:
    """With ATOMIC_REQUESTS, only a savepoint is added."""
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    try:
        refresh = pair()["refresh"]
        with simple_jwt(**ROTATING):
            assert len(statements("token/refresh", refresh=refresh)) == 4
            assert post("token/refresh", refresh=refresh).status_code == 401
    finally:
        connection.settings_dict["ATOMIC_REQUESTS"] = False


@pytest.mark.parametrize(
    ("keys", "number"), [({}, 2), ({"ROTATE_REFRESH_TOKENS": True}, 3)], ids=["no rotation", "rotation"]
)
def test_statements_of_other_refreshes(user: User, keys: dict[str, bool], number: int) -> None:
    """The token and the user, and the next token if there is one."""
    refresh = pair()["refresh"]
    with simple_jwt(**keys):
        assert len(statements("token/refresh", refresh=refresh)) == number


def test_other_statements(user: User) -> None:
    """Sign-in, requests, and the sliding tokens: never more than Simple JWT."""
    assert len(statements("token", username="ada", password=PASSWORD)) == 2
    assert len(statements("sliding", username="ada", password=PASSWORD)) == 2
    assert len(statements("sliding/refresh", token=sliding())) == 2
    tokens = pair()
    assert len(statements("token/verify", token=tokens["refresh"])) == 0
    assert len(statements("token/blacklist", refresh=tokens["refresh"])) == 3
    for where, number in (("me", 1), ("stateless", 0)):
        with CaptureQueriesContext(connection) as captured:
            assert get(where, tokens["access"]).status_code == 200
        assert len(captured) == number


def test_a_token_that_was_never_recorded(user: User) -> None:
    """The app records a token from before its installation when it revokes that token."""
    refresh = pair()["refresh"]
    OutstandingToken.objects.all().delete()
    with simple_jwt(**ROTATING):
        assert post("token/refresh", refresh=refresh).status_code == 200
        assert post("token/refresh", refresh=refresh).status_code == 401
    assert OutstandingToken.objects.get(blacklistedtoken__isnull=False).token == refresh


@pytest.mark.django_db(transaction=True)
def test_nothing_is_revoked_where_nothing_is_issued(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rotation whose second half fails leaves the old token as it was."""
    refresh = pair()["refresh"]

    def fail(*args: object) -> None:
        raise RuntimeError

    with simple_jwt(**ROTATING):
        with monkeypatch.context() as patched:
            patched.setattr(rows.Rows, "outstand", fail)
            assert post("token/refresh", refresh=refresh).status_code == 500
        assert not BlacklistedToken.objects.exists()
        assert post("token/refresh", refresh=refresh).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keys", [ROTATING, {"ROTATE_REFRESH_TOKENS": True}], ids=["blacklisting", "not"])
def test_a_user_who_is_deleted_meanwhile(user: User, monkeypatch: pytest.MonkeyPatch, keys: dict[str, bool]) -> None:
    """They get no token, as the row of the next one would name nobody."""
    refresh = pair()["refresh"]
    outstand = rows.Rows.outstand

    def delete_first(self: rows.Rows, token: Any) -> object:
        User.objects.filter(pk=user.pk).delete()
        return outstand(self, token)

    monkeypatch.setattr(rows.Rows, "outstand", delete_first)
    with simple_jwt(**keys):
        assert post("token/refresh", refresh=refresh).status_code == 401


def race(where: str, body: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """The statuses of many requests at once, which all read the token before one goes on."""
    together = Barrier(CLIENTS)
    read = rows.Rows.is_blacklisted

    def read_together(self: rows.Rows, token: Any) -> bool:
        found = read(self, token)
        together.wait(timeout=30)
        return found

    monkeypatch.setattr(rows.Rows, "is_blacklisted", read_together)

    def ask(_: int) -> int:
        try:
            return post(where, **body).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as threads:
        statuses = Counter(threads.map(ask, range(CLIENTS)))
    monkeypatch.undo()
    return statuses


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("atomic", [False, True])
@pytest.mark.parametrize("is_written_down", [True, False])
def test_of_many_refreshes_one_succeeds(
    user: User, monkeypatch: pytest.MonkeyPatch, atomic: bool, is_written_down: bool
) -> None:
    """One gets the next token; all others get the refusal of a blacklisted token."""
    if atomic and connection.vendor == "sqlite":
        pytest.skip("In a transaction that begins with a read, SQLite lets nobody write who is not alone.")
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", atomic)
    refresh = pair()["refresh"]
    if not is_written_down:
        OutstandingToken.objects.all().delete()
    with simple_jwt(**ROTATING), pytest.MonkeyPatch.context() as patched:
        assert race("token/refresh", {"refresh": refresh}, patched) == {200: 1, 401: CLIENTS - 1}
    assert OutstandingToken.objects.count() == 2
    assert BlacklistedToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_that_revoke_a_token_all_succeed(user: User) -> None:
    """There is one row in the end."""
    with pytest.MonkeyPatch.context() as patched:
        assert race("token/blacklist", {"refresh": pair()["refresh"]}, patched) == {200: CLIENTS}
    assert BlacklistedToken.objects.count() == 1
