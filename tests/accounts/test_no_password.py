"""Users who have no password: a sign-in of a moment ago is enough, by whatever means, and an older one isn't."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from drf_signet.opening import open_for
from drf_signet.sessions.models import Session
from drf_signet.sessions.tokens import RefreshToken
from tests.accounts.changed import signet
from tests.accounts.mails import last_token, sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, make_person, sign_in
from tests.conftest import PASSWORD

ME: Final = "/api/users/me/"
REQUESTS: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "password": ("post", "/api/users/set_password/", {"new_password": NEW_PASSWORD}),
    "address": ("post", "/api/users/set_email/", {"new_email": "new@example.com"}),
    "deletion": ("delete", ME, {}),
}
EACH: Final = pytest.mark.parametrize("what", list(REQUESTS))
TOO_OLD: Final = {
    "detail": "Sign in again to do this.",
    "code": "insufficient_user_authentication",
    "max_age": "600",
}


def enter(person: AbstractBaseUser, age: timedelta = timedelta()) -> Client:
    """A client of *person*, who came in by a door that asks for no password, *age* ago, and has a new token."""

    def issue() -> dict[str, Any]:
        refresh = RefreshToken.for_user(person)
        then = timezone.now() - age
        Session.objects.filter(user=person).update(created_at=then)
        refresh["auth_time"] = int(then.timestamp())
        return {"access": str(refresh.access_token), "refresh": str(refresh)}

    return Client(raise_request_exception=False).carry(open_for(person, issue, methods=["fed"], request=None))


def ask(client: Client, what: str, **more: str) -> Any:
    """The answer to one of the requests, with *more* in its body."""
    method, path, body = REQUESTS[what]
    return getattr(client, method)(path, {**body, **more})


@pytest.fixture
def keyless(db: None) -> Person:
    """A user who never had a password."""
    return make_person(password=None)


def test_it_is_shown_whether_there_is_a_password(keyless: Person) -> None:
    """So that a page knows what to ask for."""
    assert enter(keyless).get(ME).json()["has_password"] is False
    assert sign_in(make_person("grace")).get(ME).json()["has_password"] is True
    with signet(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("drf_signet.accounts.external_passwords.are_passwords_elsewhere", lambda: True)
        assert enter(keyless).get(ME).json()["has_password"] is True


@EACH
def test_a_recent_sign_in_is_enough(keyless: Person, what: str) -> None:
    """Also with something in the place of the password."""
    for more in ({}, {"current_password": "whatever"}):
        answer = ask(enter(keyless), what, **more)
        assert (answer.status_code, answer.content) == (204, b"")
        if what == "deletion":
            assert not get_user_model()._default_manager.exists()
            return
        keyless.set_unusable_password()
        keyless.save()


@EACH
@pytest.mark.parametrize("age", [timedelta(minutes=11), timedelta(days=30), timedelta(minutes=-11)])
def test_an_older_sign_in_is_not(keyless: Person, what: str, age: timedelta) -> None:
    """401 that says how recent it has to be (RFC 9470 section 3), and nothing is done."""
    answer = ask(enter(keyless, age), what)
    assert (answer.status_code, answer.json()) == (401, TOO_OLD)
    assert 'error="insufficient_user_authentication"' in answer["WWW-Authenticate"]
    assert 'max_age="600"' in answer["WWW-Authenticate"]
    keyless.refresh_from_db()
    assert not keyless.has_usable_password()
    assert sent() == []


@EACH
def test_a_refresh_makes_no_sign_in_recent(keyless: Person, what: str) -> None:
    """Whoever stole a refresh token has no more."""
    client = enter(keyless, timedelta(minutes=11))
    client.carry(client.refresh().json())
    assert ask(client, what).status_code == 401


@EACH
@pytest.mark.parametrize("more", [{}, {"current_password": "wrong"}, {"current_password": ""}])
def test_of_whoever_has_one_it_is_asked(person: Person, what: str, more: dict[str, str]) -> None:
    """However recent the sign-in."""
    answer = ask(enter(person), what, **more)
    assert answer.status_code == 400
    assert "current_password" in answer.json()
    assert ask(enter(person, timedelta(days=1)), what, current_password=PASSWORD).status_code == 204


@EACH
def test_a_password_elsewhere_is_asked_for(keyless: Person, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as anybody can tell who has one there."""
    monkeypatch.setattr("drf_signet.accounts.external_passwords.are_passwords_elsewhere", lambda: True)
    assert "current_password" in ask(enter(keyless), what).json()


def test_the_first_password_is_one_from_then_on(keyless: Person) -> None:
    """One session goes on, all others end, a mail tells of it, and the second change asks for it."""
    client, other = enter(keyless), enter(keyless)
    assert ask(client, "password").status_code == 204
    assert sent() == [("password_changed", keyless.email)]
    assert client.get(ME).json()["has_password"] is True
    assert other.get(ME).status_code == 401
    assert ask(client, "password").json()["current_password"] == ["This field is required."]
    assert Session.objects.live(timezone.now()).count() == 1
    keyless.refresh_from_db()
    sign_in(keyless, NEW_PASSWORD)


def test_a_weak_first_password_is_refused(keyless: Person) -> None:
    """By the validators of the project."""
    answer = enter(keyless).post("/api/users/set_password/", {"new_password": "12345"})
    assert (answer.status_code, "new_password" in answer.json()) == (400, True)


def test_the_address_changes_by_its_link(keyless: Person, api: Client) -> None:
    """As with a password."""
    ask(enter(keyless), "address")
    assert api.post("/api/users/set_email_confirm/", {"token": last_token()}).status_code == 204
    keyless.refresh_from_db()
    assert keyless.email == "new@example.com"


@EACH
def test_a_token_of_no_sign_in_does_nothing(keyless: Person, what: str) -> None:
    """Such as one of a program, which says nothing of when its user was there."""
    refresh = RefreshToken.for_user(keyless)
    refresh.payload.pop("auth_time", None)
    client = Client(raise_request_exception=False).carry({"access": str(refresh.access_token), "refresh": ""})
    assert ask(client, what).status_code == 401
