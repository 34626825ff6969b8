"""Deadlocks, of which InnoDB ends one with its whole transaction, and locks that are waited for in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.sessions.tokens import RefreshToken
from tests.conftest import PASSWORD
from tests.others.mariadb.conftest import Reached
from tests.real_parts import mysql

LAST_LOGIN = override_settings(SIGNET={"UPDATE_LAST_LOGIN": True, "SESSIONS_PER_USER": 2})
DEADLOCK = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found when trying to get lock'"
Ask = Callable[[], Any]
Prepare = Callable[[APIClient, User], Ask]


def sign_in(path: str) -> Prepare:
    """Sign in at *path*."""
    return lambda api, user: lambda: api.post(path, {"username": "ada", "password": PASSWORD})


def present(path: str) -> Prepare:
    """Present a refresh token at *path*."""

    def prepare(api: APIClient, user: User) -> Ask:
        body = {"refresh": str(RefreshToken.for_user(user))}
        return lambda: api.post(path, body)

    return prepare


def look(path: str) -> Prepare:
    """Ask *path* with an access token."""

    def prepare(api: APIClient, user: User) -> Ask:
        headers = {"authorization": f"Bearer {RefreshToken.for_user(user).access_token}"}
        return lambda: api.get(path, headers=headers)

    return prepare


ASKED: dict[str, Prepare] = {
    "sign in": sign_in("/sessions/api/token/"),
    "sign in, core": sign_in("/api/token/"),
    "refresh": present("/sessions/api/token/refresh/"),
    "sign out": present("/sessions/api/logout/"),
    "sign out everywhere": present("/sessions/api/logout/all/"),
    "list": look("/sessions/api/sessions/"),
    "live": look("/sessions/live/"),
    "whoami": look("/whoami/"),
}


class Deadlock:
    """Has one statement, the *which*-th, end as the one of two that wait for each other: nothing before it stays."""

    def __init__(self, which: int) -> None:
        self.left = which

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Execute *sql*, or let it fail."""
        self.left -= 1
        if self.left == 0:
            execute("ROLLBACK", None, many, context)
            return execute(DEADLOCK, None, many, context)
        return execute(sql, params, many, context)


@contextmanager
def atomic_requests(alias: str, is_on: bool) -> Iterator[None]:
    """Each request is a transaction."""
    connections[alias].settings_dict["ATOMIC_REQUESTS"] = is_on
    try:
        yield
    finally:
        connections[alias].settings_dict["ATOMIC_REQUESTS"] = False


@LAST_LOGIN
@pytest.mark.parametrize("is_atomic", [False, True], ids=["plain", "atomic-requests"])
@pytest.mark.parametrize("prepare", ASKED.values(), ids=ASKED)
def test_a_deadlock_anywhere_is_no_fault(
    ada: User, mariadb: str, api: APIClient, prepare: Prepare, is_atomic: bool
) -> None:
    """Tried again where nothing else is lost with it, or 503; and the next request finds all well."""
    connection = connections[mariadb]
    with atomic_requests(mariadb, is_atomic):
        good = prepare(api, ada)().status_code
        assert good < 300
        for which in range(1, 100):
            ask, fails = prepare(api, ada), Deadlock(which)
            with connection.execute_wrapper(fails):
                answer = ask()
            assert answer.status_code in (good, 503), (which, answer.content)
            assert answer.status_code == good or answer.json()["code"] == "session_busy"
            assert prepare(api, ada)().status_code == good
            if fails.left > 0:
                return
    raise AssertionError("no request has so many statements")


@LAST_LOGIN
@pytest.mark.parametrize("path", ["/sessions/api/token/", "/api/token/"])
def test_who_waits_for_a_lock_in_vain_is_told_to_come_again(
    reached: Reached, project_url: str, api: APIClient, path: str
) -> None:
    """As long as the project says: fifty seconds, if it says nothing."""
    with reached(init_command="SET SESSION innodb_lock_wait_timeout = 1"):
        User.objects.create_user("ada", password=PASSWORD)
        with mysql.transaction(project_url) as other:
            other.execute("UPDATE auth_user SET first_name = 'Ada'")
            answer = api.post(path, {"username": "ada", "password": PASSWORD})
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "session_busy", "1")
        assert api.post(path, {"username": "ada", "password": PASSWORD}).status_code == 200
