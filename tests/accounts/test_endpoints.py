"""Rules for every endpoint: methods, headers, kinds of body, and who may use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client as DjangoClient
from django.utils import timezone

from drf_signet.accounts import urls
from drf_signet.accounts.links import Purpose, make_notice_token, make_token
from drf_signet.accounts.models import PendingSignUp
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.mails import sent
from tests.accounts.person import NEW_PASSWORD, Client, Person, has_username, sign_in, sign_up_body
from tests.conftest import PASSWORD

USERS: Final = "/api/users/"
Body = Mapping[str, Any]
Good = Callable[[Person], Body]


def token_of(purpose: Purpose) -> Good:
    """A body with a valid token for *purpose*, and a password, which some endpoints ignore."""
    return lambda person: {
        "token": make_token(purpose, person, timezone.now(), new_address="new@example.com"),
        "new_password": NEW_PASSWORD,
    }


PUBLIC: Final[Mapping[str, Good]] = {
    "": lambda person: sign_up_body("new"),
    "activation/": token_of(Purpose.ACTIVATION),
    "resend_activation/": lambda person: {"email": person.email},
    "reset_password/": lambda person: {"email": person.email},
    "reset_password/check/": token_of(Purpose.PASSWORD_RESET),
    "reset_password_confirm/": token_of(Purpose.PASSWORD_RESET),
    "set_email_confirm/": token_of(Purpose.EMAIL_CHANGE),
    "sign_in_notice/": lambda person: {
        "token": make_notice_token(str(person.pk), person.email, timezone.now(), timezone.now())
    },
}
"""Endpoints for anybody, with a body that each accepts."""

PRIVATE: Final[Mapping[str, Good]] = {
    "set_password/": lambda person: {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
    "set_email/": lambda person: {"current_password": PASSWORD, "new_email": "new@example.com"},
}
"""The same for users who are signed in."""

ALL: Final = {**PUBLIC, **PRIVATE}
FIELDS: Final[Mapping[str, set[str]]] = {
    "activation/": {"token"},
    "resend_activation/": {"email"},
    "reset_password/": {"email"},
    "reset_password/check/": {"token"},
    "reset_password_confirm/": {"token", "new_password"},
    "set_email_confirm/": {"token"},
    "sign_in_notice/": {"token"},
    "set_password/": {"current_password", "new_password"},
    "set_email/": {"current_password", "new_email"},
}
each_public = pytest.mark.parametrize(("path", "good"), PUBLIC.items(), ids=[one or "sign-up" for one in PUBLIC])
each = pytest.mark.parametrize(("path", "good"), ALL.items(), ids=[one or "sign-up" for one in ALL])


def status_for(path: str) -> int:
    """The status of success."""
    return {"": 201, "sign_in_notice/": 200}.get(path, 204)


def fields_of(path: str) -> set[str]:
    """The required fields."""
    return set(sign_up_body()) if not path else FIELDS[path]


def client_for(path: str, person: Person) -> Client:
    """A client that may use *path*."""
    return sign_in(person) if path in PRIVATE else Client(raise_request_exception=False)


def test_no_endpoint_is_left_out() -> None:
    """The tables above have each path of ``urls.py``; ``me/`` has tests of its own."""
    found = {str(one.pattern).removeprefix("users/") for one in urls.urlpatterns}
    assert found == {*ALL, "me/"}


@each
def test_a_good_request_is_answered_without_a_trace(person: Person, path: str, good: Good) -> None:
    """201 with a sentence, or 204 with nothing; never kept in a cache, no cookie."""
    answer = client_for(path, person).post(USERS + path, good(person))
    assert answer.status_code == status_for(path)
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert (answer.content == b"") is (answer.status_code == 204)


@each
def test_a_form_is_as_good_as_json(person: Person, path: str, good: Good) -> None:
    """The parsers are the project's."""
    assert client_for(path, person).post(USERS + path, good(person), format="multipart").status_code == status_for(path)


@each
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_only_post_does_anything(person: Person, path: str, good: Good, method: str) -> None:
    """405 with the allowed methods, not cached either; no user is created, and no mail is sent."""
    client = client_for(path, person)
    answer = getattr(client, method)(USERS + path, good(person))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST, OPTIONS"
    assert answer["Cache-Control"] == "no-store"
    assert get_user_model()._default_manager.count() == 1
    assert mail.outbox == []
    before = person.password
    person.refresh_from_db()
    assert (person.password, person.email) == (before, "ada@example.com")


@each_public
@pytest.mark.parametrize(
    "header", ["Bearer stale.token.here", "Bearer", "Bearer a b", "Basic YTpi", "Token x", "Bearer é"]
)
def test_a_stale_header_blocks_nothing(api: Client, person: Person, path: str, good: Good, header: str) -> None:
    """Clients with an expired token need these endpoints most."""
    answer = api.post(USERS + path, good(person), HTTP_AUTHORIZATION=header)
    assert answer.status_code == status_for(path)


@each_public
def test_a_cookie_of_djangos_asks_for_no_csrf_token(person: Person, path: str, good: Good) -> None:
    """Somebody may be signed in to the admin in the same browser."""
    client = DjangoClient(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post(USERS + path, good(person), content_type="application/json")
    assert answer.status_code == status_for(path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PRIVATE, "me/"])
@pytest.mark.parametrize("header", [None, "Bearer stale.token.here"])
def test_the_others_are_for_users_who_are_signed_in(api: Client, path: str, header: str | None) -> None:
    """401 with a challenge, not kept in a cache."""
    extra = {} if header is None else {"HTTP_AUTHORIZATION": header}
    for method in ("get", "patch", "delete") if path == "me/" else ("post",):
        answer = getattr(api, method)(USERS + path, {}, **extra)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith('Bearer realm="api"')
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [*PRIVATE, "me/"])
def test_a_disabled_user_is_signed_in_no_longer(person: Person, path: str) -> None:
    """Each request looks the session up, so it doesn't matter how the user was disabled."""
    client = sign_in(person)
    get_user_model()._default_manager.filter(pk=person.pk).update(is_active=False)
    answer = client.delete(USERS + path) if path == "me/" else client.post(USERS + path, PRIVATE[path](person))
    assert answer.status_code == 401


@each
def test_an_empty_body_is_a_400_with_the_name_of_each_field(person: Person, path: str, good: Good) -> None:
    """And of no other."""
    answer = client_for(path, person).post(USERS + path, {})
    assert answer.status_code == 400
    assert answer.json() == {**{name: ["This field is required."] for name in fields_of(path)}, "code": "invalid"}
    assert answer["Cache-Control"] == "no-store"


@each
@pytest.mark.parametrize("body", ["", "{", "[]", "[[", "null", "5", '"text"', '{"a": NaN}', "\xff"])
def test_a_body_that_is_no_object_is_a_400(person: Person, path: str, good: Good, body: str) -> None:
    """Never a 500."""
    client = client_for(path, person)
    answer = client.generic("POST", USERS + path, body, content_type="application/json")
    assert answer.status_code == 400


@each
def test_an_unknown_kind_of_body_is_a_415(person: Person, path: str, good: Good) -> None:
    """By REST framework."""
    answer = client_for(path, person).generic("POST", USERS + path, "x", content_type="text/plain")
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["", "resend_activation/", "reset_password/"])
def test_requests_for_mails_are_counted_whoever_they_are_to(api: Client, person: Person, path: str) -> None:
    """After the limit 429 with its code and how long to wait, and no mail, for known and unknown addresses alike."""
    emails = ("first@example.com", person.email, "nobody@example.com")
    bodies = [{"email": one} if path else sign_up_body(f"a{which}", email=one) for which, one in enumerate(emails)]
    with signet(THROTTLE_RATES={"mail_ip": "1/h"}):
        assert api.post(USERS + path, bodies[0]).status_code == status_for(path)
        before = len(mail.outbox)
        for body in bodies[1:]:
            answer = api.post(USERS + path, body)
            assert answer.status_code == 429
            assert answer.json()["code"] == "throttled"
            assert int(answer["Retry-After"]) > 0
            assert answer["Cache-Control"] == "no-store"
    assert len(mail.outbox) == before


def test_sign_ups_from_one_place_are_counted(api: Client, db: None) -> None:
    """Nothing is kept beyond the limit."""
    with signet(THROTTLE_RATES={"sign_up_ip": "1/h"}):
        answers = [api.post(USERS, sign_up_body(name)).status_code for name in ("first", "second")]
    assert answers == [201, 429]
    assert PendingSignUp.objects.count() == 1


@each
def test_the_page_for_browsers_shows_no_secret_again(person: Person, path: str, good: Good) -> None:
    """REST framework's page repeats refused forms, but without their passwords and tokens."""
    secrets = dict.fromkeys(("password", "current_password", "new_password", "token"), "secret-77")
    refused = {**secrets, "email": "not an address", "new_email": "not an address"}
    body = {name: refused.get(name, value) for name, value in good(person).items()}
    answer = client_for(path, person).post(USERS + path, body, HTTP_ACCEPT="text/html", format="multipart")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")
    assert "secret-77" not in answer.content.decode()


def test_the_page_of_a_refused_deletion_shows_no_password(signed_in: Client) -> None:
    """The same holds for ``me/``, and the page of a user opens."""
    answer = signed_in.delete(f"{USERS}me/", {"current_password": "wrong-77"}, HTTP_ACCEPT="text/html")
    assert answer.status_code == 400
    assert "wrong-77" not in answer.content.decode()
    assert signed_in.get(f"{USERS}me/", HTTP_ACCEPT="text/html").status_code == 200


def test_a_sign_up_opens_no_session_and_leaves_the_callers_alone(signed_in: Client, person: Person) -> None:
    """A user who is signed in may sign somebody else up."""
    assert signed_in.post(USERS, sign_up_body("new")).status_code == 201
    assert Session.objects.filter(revoked_at=None).count() == 1
    assert sent() == [("activation", "new@example.com")]
    assert signed_in.get(f"{USERS}me/").status_code == 200


@pytest.mark.django_db
def test_the_names_of_fields_are_those_of_the_model(api: Client) -> None:
    """The fields that the three models need at sign-up."""
    asked = api.options(USERS).json()["actions"]["POST"]
    own = {"username", "email", "first_name", "last_name"} if has_username() else {"email", "full_name"}
    assert set(asked) == {*own, "password"}
    assert {name for name, one in asked.items() if one["required"]} == set(sign_up_body())
