"""A refusal keeps the rows written before it: our counts in a table, those of django-axes, and a project's own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.handlers.base import BaseHandler
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[3]
THROTTLED = {"detail": "Too many requests. Try again later.", "code": "throttled"}
REFUSED = dict.fromkeys(("core", "sliding", "sessions", "sessions-sliding", "browser", "drop-in"), 401) | {
    "drop-in-sliding": 401,
    "drf-jwt": 400,
    "drf-jwt-1-19": 400,
}
EVERY_DOOR = pytest.mark.parametrize("door", REFUSED)
BOTH = pytest.mark.parametrize("mode", ["atomic", "plain"])


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """The answers of the project, in a process of its own."""
    command = [sys.executable, "-W", "error", "-m", "tests.others.atomic_requests.play"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@BOTH
@EVERY_DOOR
def test_axes_locks_out(answers: dict[str, Any], door: str, mode: str) -> None:
    """At the third failure, it even locks out the right password, with the answer that the page shows."""
    refused = REFUSED[door]
    expected = {"wrong": [refused, refused], "third": 429, "rows": [3], "last": 429, "body": THROTTLED}
    assert answers[f"lock_out {door} {mode}"] == expected


@BOTH
@EVERY_DOOR
def test_axes_forgets_at_a_sign_in(answers: dict[str, Any], door: str, mode: str) -> None:
    """With the settings of the page."""
    assert answers[f"forget {door} {mode}"] in {200, 201}


@BOTH
@pytest.mark.parametrize("door", ["core", "drop-in", "drf-jwt"])
def test_axes_forgets_nothing_without_the_signal(answers: dict[str, Any], door: str, mode: str) -> None:
    """The page says so, and names the setting."""
    assert answers[f"forget_without_signal {door} {mode}"] == 429


@BOTH
@EVERY_DOOR
@pytest.mark.parametrize("what", ["count", "count_codes", "try_unverified"])
def test_counts_in_a_table_stay(answers: dict[str, Any], what: str, door: str, mode: str) -> None:
    """Of wrong passwords, of wrong codes, and of sign-ins before the link was followed."""
    assert answers[f"{what} {door} {mode}"] == [REFUSED[door]] * 10 + [429]


@BOTH
@pytest.mark.parametrize("what", ["set_password", "set_email", "delete"])
def test_counts_of_the_signed_in_stay(answers: dict[str, Any], what: str, mode: str) -> None:
    """Of guesses at the current password."""
    assert answers[f"{what} accounts {mode}"] == [400] * 10 + [429]


@BOTH
@EVERY_DOOR
def test_what_receivers_write_elsewhere_stays(answers: dict[str, Any], door: str, mode: str) -> None:
    """In another database with ATOMIC_REQUESTS."""
    assert answers[f"remember_elsewhere {door} {mode}"] == 1


@pytest.fixture
def _atomic(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The project of these tests has ATOMIC_REQUESTS."""
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)  # noqa: FBT003  # what it is set to
    yield
    assert not connection.in_atomic_block or not connection.get_rollback()


@pytest.mark.usefixtures("_atomic")
@pytest.mark.parametrize("path", ["/api/token/", "/sessions/api/token/", "/sessions/api/browser/token/"])
def test_the_transaction_of_a_test_case_goes_on(user: User, client: Client, path: str) -> None:
    """Otherwise REST framework would roll it back, and every later query of the test would fail."""
    for _ in range(2):
        assert client.post(path, {"username": "ada", "password": "x"}, "application/json").status_code == 401
    assert User.objects.get() == user


@pytest.mark.parametrize(
    "path", ["/api/token/", "/api/token/refresh/", "/api/token/verify/", "/sessions/api/sessions/"]
)
def test_a_database_that_is_added_later_is_no_exception(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some projects add one for each tenant, while they run."""
    later = {**connections.settings["default"], "ATOMIC_REQUESTS": True}
    monkeypatch.setitem(connections.settings, "tenant-7", later)
    view = resolve(path).func
    assert BaseHandler().make_view_atomic(view) is view

    def plain(request: Any) -> HttpResponse:
        return HttpResponse()

    assert BaseHandler().make_view_atomic(plain) is not plain
