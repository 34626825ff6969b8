"""Signing in to the admin: counted like any other sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from drf_signet.accounts.testing import verify
from signet_server.users.models import User

PASSWORD = "correct-horse-battery"
LOGIN = "/admin/login/?next=/admin/"


@pytest.fixture(autouse=True)
def root(db: None) -> User:
    """An administrator."""
    return User.objects.create_superuser("root", "root@example.com", PASSWORD)


def sign_in(password: str, name: str = "root", **extra: Any) -> str:
    """What the form says after a refusal; nothing, if it lets us in."""
    answer = Client().post(LOGIN, {"username": name, "password": password}, **extra)
    if answer.status_code == 302:
        return ""
    return " ".join(answer.context["form"].non_field_errors())


def test_ten_wrong_passwords_are_enough() -> None:
    """From then on the form says so in words, to the right password as well."""
    said = {sign_in(f"wrong-{number}") for number in range(10)}
    assert len(said) == 1
    assert "correct username and password" in said.pop()
    for password in ("wrong", PASSWORD):
        assert "Too many" in sign_in(password)


def ask_the_api(password: str, **extra: Any) -> int:
    """The status that clients of the endpoint get."""
    status: int = APIClient().post("/api/v1/token/", {"username": "root", "password": password}, **extra).status_code
    return status


def test_what_happens_at_the_api_locks_no_admin_out(root: User) -> None:
    """And the admin locks nobody out of the API: each counts for itself."""
    verify(root)
    for number in range(120):
        ask_the_api("wrong", REMOTE_ADDR=f"10.0.{number}.1")
    for _ in range(11):
        ask_the_api("wrong")
    assert (ask_the_api(PASSWORD), sign_in(PASSWORD)) == (429, "")
    cache.clear()
    for number in range(11):
        sign_in(f"wrong-{number}")
    assert "Too many" in sign_in(PASSWORD)
    assert ask_the_api(PASSWORD) == 200


def test_a_place_of_the_administrator_is_not_locked_from_elsewhere() -> None:
    """The administrator signed in from there recently."""
    assert sign_in(PASSWORD) == ""
    for number in range(120):
        sign_in("wrong", REMOTE_ADDR=f"10.0.{number}.1")
    assert "Too many" in sign_in(PASSWORD, REMOTE_ADDR="198.51.100.7")
    assert sign_in(PASSWORD) == ""


def test_the_owner_elsewhere_is_not_locked_out() -> None:
    """Only the address that guesses is locked out."""
    for number in range(11):
        sign_in(f"wrong-{number}")
    assert "Too many" in sign_in(PASSWORD)
    assert sign_in(PASSWORD, REMOTE_ADDR="198.51.100.7") == ""


def test_an_unknown_name_is_counted_alike() -> None:
    """So the form doesn't reveal who has an account."""
    for number in range(10):
        sign_in(f"wrong-{number}", "nobody")
    assert "Too many" in sign_in("wrong", "nobody")
    assert sign_in(PASSWORD) == ""


def test_who_signs_in_right_is_not_counted() -> None:
    """However often."""
    assert {sign_in(PASSWORD) for _ in range(12)} == {""}


def test_an_empty_form_is_answered_in_words() -> None:
    """Without a name there is nobody to count."""
    answer = Client().post(LOGIN, {})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"username", "password"}


def test_the_demo_says_who_may_enter(settings: Any) -> None:
    """And a service that is no demo doesn't."""
    assert b"correct-horse-battery" not in Client().get(LOGIN).content
    settings.IS_DEMO = True
    assert b"correct-horse-battery" in Client().get(LOGIN).content


def test_no_cache_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so, instead of an error page."""
    monkeypatch.setattr(cache, "incr", lambda *args: 1 / 0)
    said = sign_in(PASSWORD)
    assert said
    assert "correct username" not in said
