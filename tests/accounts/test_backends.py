"""`EmailBackend`: signing in by username, or by e-mail address in any case."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model, hashers
from django.contrib.auth.backends import ModelBackend
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from drf_signet.accounts import backends
from drf_signet.accounts.backends import EmailBackend
from tests.accounts.person import Client, Person, has_username, make_person, sign_up_body
from tests.conftest import PASSWORD

NAMES = ("ada", "ada@example.com", "ADA@example.com", "Ada@Example.COM")


@pytest.fixture(autouse=True)
def _email_backend() -> object:
    """The project names it instead of Django's."""
    with override_settings(AUTHENTICATION_BACKENDS=["drf_signet.accounts.backends.EmailBackend"]):
        yield


def sign_in_as(name: str, password: str = PASSWORD) -> Person | None:
    """The user whom the backend finds, or None."""
    return authenticate(None, username=name, password=password)


@pytest.mark.parametrize("name", NAMES)
def test_both_names_sign_in(person: Person, name: str) -> None:
    """The exact username, if the model has one, and the address in any case."""
    expected = person if has_username() or "@" in name else None
    assert sign_in_as(name) == expected


@pytest.mark.parametrize("name", NAMES[1:])
def test_the_endpoint_takes_the_address_in_the_field_of_the_name(api: Client, person: Person, name: str) -> None:
    """200, and the tokens are the user's."""
    answer = api.post("/api/token/", {get_user_model().USERNAME_FIELD: name, "password": PASSWORD})
    assert answer.status_code == 200
    assert api.carry(answer.json()).get("/api/users/me/").json()["email"] == person.email


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("password", ["wrong", "", PASSWORD.upper()])
def test_a_wrong_password_signs_nobody_in(person: Person, name: str, password: str) -> None:
    """By username or address."""
    assert sign_in_as(name, password) is None


@pytest.mark.parametrize("name", NAMES)
def test_who_is_disabled_does_not_sign_in(person: Person, name: str) -> None:
    """The right password makes no difference."""
    person.is_active = False
    person.save()
    assert sign_in_as(name) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["", "@", "nobody", "nobody@example.com", "ada@", "@example.com", "a" * 300 + "@x.org"]
)
def test_nobody_of_that_name_signs_in(name: str) -> None:
    """An empty name is nobody's."""
    make_person("someone", email="someone@example.com")
    assert sign_in_as(name) is None


def test_an_ambiguous_address_signs_nobody_in(db: None) -> None:
    """Two users have it, in two spellings, so neither password signs in."""
    make_person("first", email="Both@example.com")
    second = make_person("second", is_verified=False, email="both@example.com")
    for name in ("BOTH@example.com", "bOth@example.com"):
        assert sign_in_as(name) is None
    # A username is exact, so it is not ambiguous.
    assert sign_in_as(second.get_username()) == second


def test_the_address_goes_before_the_name(person: Person) -> None:
    """A user whose name is somebody's address can't keep them out, and gets in by another name."""
    if has_username():
        squatter = make_person("squatter", username=person.email)
        squatter.set_password("squatting-horse-battery")
        squatter.save()
        assert sign_in_as(squatter.email, "squatting-horse-battery") == squatter
    assert sign_in_as(person.email) == person
    assert sign_in_as(person.email, "squatting-horse-battery") is None


def test_nobody_is_kept_out_by_who_signs_up_with_their_name_as_address(api: Client, db: None) -> None:
    """Users whose name is an address, but not their own, still sign in with their own password."""
    changes: dict[str, Any] = (
        {"username": "ada@example.com", "email": ""} if has_username() else {"email": "ada@example.com"}
    )
    person = make_person(is_verified=False, **changes)
    assert sign_in_as("ada@example.com") == person
    squatter = sign_up_body("squatter", email="ada@example.com", password="squatting-horse-battery")
    assert api.post("/api/users/", squatter).status_code == 201
    assert sign_in_as("ada@example.com") == person


def test_a_name_that_looks_like_an_address_is_a_name(db: None) -> None:
    """Where nobody has that address."""
    changes: dict[str, Any] = {"username": "name@example.org"} if has_username() else {"email": "name@example.org"}
    person = make_person(**changes)
    assert sign_in_as("name@example.org") == person


def test_keywords_of_other_backends_are_none_of_its_business(person: Person) -> None:
    """Without a name or without a password there is nobody to look for."""
    with CaptureQueriesContext(connection) as counted:
        assert EmailBackend().authenticate(None, token="x") is None
        assert EmailBackend().authenticate(None, username="ada") is None
        assert EmailBackend().authenticate(None, password="x") is None
    assert len(counted) == 0


def test_the_field_may_be_called_by_its_own_name(person: Person) -> None:
    """Django's backend accepts it, too."""
    name = {get_user_model().USERNAME_FIELD: person.get_username()}
    assert authenticate(None, password=PASSWORD, **name) == person


@pytest.mark.parametrize(
    ("name", "queries"), [("ada", 1), ("nobody", 1), ("ada@example.com", 2), ("nobody@example.com", 2)]
)
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_a_sign_in_costs_as_much_for_everybody(person: Person, name: str, queries: int, password: str) -> None:
    """The same number of queries whether or not there is such a user."""
    with CaptureQueriesContext(connection) as counted:
        sign_in_as(name, password)
    assert len(counted) == queries


def test_as_much_is_hashed_for_nobody(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hashes the password once."""
    hashed: list[str] = []

    def make_password(password: str) -> str:
        hashed.append(password)
        return hashers.make_password(password)

    monkeypatch.setattr(backends, "make_password", make_password)
    sign_in_as("nobody@example.com", "sent")
    assert hashed == ["sent"]
    sign_in_as("ada@example.com", "sent")
    assert hashed == ["sent"]


def test_it_is_djangos_own_otherwise() -> None:
    """It has Django's permissions, and loads users as Django does."""
    assert issubclass(EmailBackend, ModelBackend)
