"""The service hashes a few passwords at a time, and replaces old hashes without signing anybody out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any

import pytest
from django.contrib.auth.hashers import (
    Argon2PasswordHasher,
    PBKDF2PasswordHasher,
    ScryptPasswordHasher,
    check_password,
    identify_hasher,
    make_password,
)
from django.test import override_settings
from django.urls import reverse
from rest_framework.test import APIClient

from drf_signet.accounts.testing import verify
from drf_signet.errors import PasswordsBusyError
from drf_signet.sessions.models import Session
from signet_server import hashing
from signet_server.argon2_cost import Argon2Cost
from signet_server.hashing import AT_ONCE, Places
from signet_server.users.models import User

PASSWORD = "correct-horse-battery"
OURS = [f"signet_server.hashing.{name}PasswordHasher" for name in ("Argon2", "PBKDF2", "Scrypt")]
DJANGOS = {"argon2": Argon2PasswordHasher, "pbkdf2_sha256": PBKDF2PasswordHasher, "scrypt": ScryptPasswordHasher}
CALLERS = 8
CHEAP = Argon2Cost(64, 1, 1)


@pytest.fixture(autouse=True)
def _hashers() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=OURS, ARGON2=CHEAP):
        yield


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many hashes were made at once, at the most: the one number."""
    highest, present, lock = [0], 0, Lock()

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*arguments: Any) -> Any:
            nonlocal present
            with lock:
                present += 1
                highest[0] = max(highest[0], present)
            try:
                return act(*arguments)
            finally:
                with lock:
                    present -= 1

        return acting

    for kind in DJANGOS.values():
        monkeypatch.setattr(kind, "encode", counted(kind.encode))
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
    monkeypatch.setattr(hashing, "PLACES", Places(AT_ONCE, wait=60))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", counted(Argon2PasswordHasher.verify))
    return highest


@contextmanager
def filled() -> Iterator[Places]:
    """One place, which is taken by somebody else, and nobody waits."""
    places, begun, ended = Places(1, 0.001), Event(), Event()

    def hash_slowly() -> None:
        begun.set()
        ended.wait()

    with ThreadPoolExecutor(1) as other:
        while not begun.wait(0.05):
            # Refused, if the thread that should hash took too long to come.
            other.submit(places.run, hash_slowly)
        try:
            yield places
        finally:
            ended.set()
    places.end_threads()


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All requests meet them."""
    with filled() as places:
        monkeypatch.setattr(hashing, "PLACES", places)
        yield


@pytest.mark.parametrize("algorithm", DJANGOS)
def test_few_hashes_are_made_at_once(most: list[int], algorithm: str) -> None:
    """Made and checked, by whichever hasher."""
    with ThreadPoolExecutor(CALLERS) as callers:
        encoded = list(callers.map(lambda _: make_password(PASSWORD, hasher=algorithm), range(CALLERS)))
        assert all(callers.map(lambda one: check_password(PASSWORD, one), encoded))
    assert 1 <= most[0] <= AT_ONCE


@pytest.fixture
def ada(db: None) -> User:
    """A user with a verified address."""
    user = User.objects.create_user("ada", "ada@example.com", PASSWORD, is_staff=True)
    verify(user)
    return user


def signed_in(api: APIClient) -> str:
    """The access token of a sign-in."""
    answer = api.post("/api/v1/token/", {"username": "ada", "password": PASSWORD}, format="json")
    assert answer.status_code == 200, answer.content
    return str(answer.data["access"])


REQUESTS = {
    "sign-in": ("post", "/api/v1/token/", {"username": "ada", "password": PASSWORD}),
    "sign-in-of-nobody": ("post", "/api/v1/token/", {"username": "nobody", "password": PASSWORD}),
    "browser": ("post", "/api/v1/browser/token/", {"username": "ada", "password": PASSWORD}),
    "sign-up": (
        "post",
        "/api/v1/users/",
        {"username": "grace", "email": "grace@example.com", "password": "battery-of-horses"},
    ),
    "set-password": (
        "post",
        "/api/v1/users/set_password/",
        {"current_password": PASSWORD, "new_password": "battery-of-horses"},
    ),
    "delete": ("delete", "/api/v1/users/me/", {"current_password": PASSWORD}),
}


@pytest.mark.parametrize("request_of", REQUESTS)
def test_whoever_finds_no_place_is_told_to_come_again(
    ada: User, api: APIClient, request: pytest.FixtureRequest, request_of: str
) -> None:
    """No attempt is counted, and nothing has changed."""
    method, path, body = REQUESTS[request_of]
    token = signed_in(api)
    request.getfixturevalue("full")
    for _ in range(1 if request_of == "sign-up" else 12):
        answer = getattr(api, method)(path, body, format="json", HTTP_AUTHORIZATION=f"Bearer {token}")
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "passwords_busy", "2")
    assert [one.username for one in User.objects.all()] == ["ada"]


def test_the_admin_says_so_on_a_page(ada: User, api: APIClient, full: None) -> None:
    """For people."""
    answer = api.post(reverse("admin:login"), {"username": "ada", "password": PASSWORD})
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "2", "text/html; charset=utf-8")
    assert b"Try again" in answer.content


def test_nested_hashing_needs_one_place() -> None:
    """Some hashers check by making a hash."""
    places = Places(1, 60)
    assert places.run(lambda: places.run(lambda: "done")) == "done"
    places.end_threads()


def test_who_is_not_in_time_is_refused_and_what_has_begun_is_not() -> None:
    """A hash that is being made is worth waiting for."""
    with filled() as places, pytest.raises(PasswordsBusyError):
        places.run(lambda: "never")
    places = Places(1, 0.5)
    assert places.run(lambda: Event().wait(1)) is False
    places.end_threads()


def test_there_are_threads_again_after_they_ended() -> None:
    """As in a process that was forked from one that had hashed."""
    places = Places(1, 60)
    assert places.run(lambda: 1) == 1
    places.end_threads()
    places.end_threads()
    assert places.run(lambda: 2) == 2
    places.end_threads()


@pytest.mark.parametrize("old", ["argon2", "pbkdf2_sha256"])
def test_an_old_hash_is_replaced_at_a_sign_in(ada: User, api: APIClient, old: str) -> None:
    """And the sessions from before go on."""
    ada.password = DJANGOS[old]().encode(PASSWORD, "a-salt-of-sixteen")
    ada.save(update_fields=["password"])
    before = api.post("/api/v1/token/", {"username": "ada", "password": PASSWORD}, format="json").data["refresh"]
    with override_settings(ARGON2=Argon2Cost(128, 1, 1), PASSWORD_HASHERS=list(OURS)):
        signed_in(api)
        ada.refresh_from_db()
        assert identify_hasher(ada.password).decode(ada.password)["memory_cost"] == 128
        assert api.post("/api/v1/token/refresh/", {"refresh": before}, format="json").status_code == 200
    assert not Session.objects.exclude(revoked_at=None).exists()
