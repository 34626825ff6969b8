"""Bad input of every field is a 400 with the name of the field, and changes nothing. Good input is taken as it is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIClient

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.accounts.models import EmailAddress
from drf_signet.rates import USUAL_RATES
from drf_signet.sessions.models import Session
from tests.accounts import bad_input
from tests.accounts.bad_input import MISSING, Values
from tests.accounts.changed import signet
from tests.accounts.person import NEW_PASSWORD, Client, Person, has_username, make_person, sign_in, sign_up_body
from tests.conftest import PASSWORD

NAME: Final = "first_name" if has_username() else "full_name"

NAME_VALUES: Final[Values] = {
    **{name: value for name, value in bad_input.NO_TEXT.items() if name != "missing"},
    **bad_input.UNWRITABLE,
    **bad_input.LONG,
    **bad_input.HIDDEN,
}
USERNAME_VALUES: Final[Values] = {
    **bad_input.NO_TEXT,
    **bad_input.EMPTY,
    **bad_input.BLANK,
    **bad_input.UNWRITABLE,
    **bad_input.LONG,
    **bad_input.HIDDEN,
    **bad_input.CONFUSABLE,
    **bad_input.ODD_USERNAMES,
}
ADDRESS_VALUES: Final[Values] = {
    **bad_input.NO_TEXT,
    **bad_input.EMPTY,
    **bad_input.BLANK,
    **bad_input.UNWRITABLE,
    **bad_input.LONG,
    **bad_input.ODD_ADDRESSES,
}
TOKEN_VALUES: Final[Values] = {
    **bad_input.NO_TEXT,
    **bad_input.EMPTY,
    **bad_input.UNWRITABLE,
    **bad_input.LONG,
    **bad_input.ODD_TOKENS,
}
PASSWORD_VALUES: Final[Values] = {
    **bad_input.NO_TEXT,
    **bad_input.EMPTY,
    **bad_input.BLANK,
    **bad_input.UNWRITABLE,
    **bad_input.LONG,
    "number": 5,
    "hidden": "ad\u202ea",
    "fullwidth": "\uff41" * 20,
}
NEW_PASSWORD_VALUES: Final[Values] = {
    **{name: value for name, value in PASSWORD_VALUES.items() if name not in ("hidden", "fullwidth")},
    "too-long": "correct-horse" * 80,
    "too-short": "7-chars",
    "common": "password123",
}


@dataclass(frozen=True)
class Endpoint:
    """Where something is sent, and what is good there. Of ``token``, the purpose is told instead."""

    path: str
    good: Mapping[str, Any]
    bad: Mapping[str, Values]
    method: str = "post"
    is_for_users: bool = False


NAMES: Final[Mapping[str, Values]] = {NAME: NAME_VALUES} | ({"last_name": NAME_VALUES} if has_username() else {})
ENDPOINTS: Final[Mapping[str, Endpoint]] = {
    "sign-up": Endpoint(
        "",
        sign_up_body("new"),
        {
            **({"username": USERNAME_VALUES} if has_username() else {}),
            "email": ADDRESS_VALUES,
            "password": NEW_PASSWORD_VALUES,
            **NAMES,
        },
    ),
    "activation": Endpoint("activation/", {"token": Purpose.ACTIVATION}, {"token": TOKEN_VALUES}),
    "resend": Endpoint("resend_activation/", {"email": "ada@example.com"}, {"email": ADDRESS_VALUES}),
    "reset": Endpoint("reset_password/", {"email": "ada@example.com"}, {"email": ADDRESS_VALUES}),
    "check": Endpoint("reset_password/check/", {"token": Purpose.PASSWORD_RESET}, {"token": TOKEN_VALUES}),
    "confirm": Endpoint(
        "reset_password_confirm/",
        {"token": Purpose.PASSWORD_RESET, "new_password": NEW_PASSWORD},
        {"token": TOKEN_VALUES, "new_password": NEW_PASSWORD_VALUES},
    ),
    "set-password": Endpoint(
        "set_password/",
        {"current_password": PASSWORD, "new_password": NEW_PASSWORD},
        {"current_password": PASSWORD_VALUES, "new_password": NEW_PASSWORD_VALUES},
        is_for_users=True,
    ),
    "set-email": Endpoint(
        "set_email/",
        {"current_password": PASSWORD, "new_email": "new@example.com"},
        {"current_password": PASSWORD_VALUES, "new_email": ADDRESS_VALUES},
        is_for_users=True,
    ),
    "set-email-confirm": Endpoint("set_email_confirm/", {"token": Purpose.EMAIL_CHANGE}, {"token": TOKEN_VALUES}),
    "me": Endpoint("me/", {NAME: "Ada"}, NAMES, method="patch", is_for_users=True),
    "delete": Endpoint(
        "me/",
        {"current_password": PASSWORD},
        {"current_password": PASSWORD_VALUES},
        method="delete",
        is_for_users=True,
    ),
}
CASES: Final = [
    pytest.param(endpoint, field, value, id=f"{name}-{field}-{what}")
    for name, endpoint in ENDPOINTS.items()
    for field, values in endpoint.bad.items()
    for what, value in values.items()
]


@pytest.fixture(autouse=True)
def _unlimited() -> Iterator[None]:
    with signet(THROTTLE_RATES=dict.fromkeys(USUAL_RATES)):
        yield


def stored() -> object:
    """All that a request could have changed."""
    users = get_user_model()._default_manager.order_by("pk").values()
    return list(users), list(EmailAddress.objects.values()), list(Session.objects.values()), len(mail.outbox)


def client_for(endpoint: Endpoint, person: Person) -> Client:
    """A client that *person* has signed in with, where that is needed."""
    return sign_in(person) if endpoint.is_for_users else Client(raise_request_exception=False)


def send(endpoint: Endpoint, person: Person, client: Client | None = None, **changes: Any) -> Any:
    """The answer to what is good at *endpoint*, with *changes*."""
    body = {**endpoint.good, **changes}
    if isinstance(purpose := body.get("token"), Purpose):
        more = {"new_address": "new@example.com"} if purpose is Purpose.EMAIL_CHANGE else {}
        body["token"] = make_token(purpose, person, timezone.now(), **more)
    content = json.dumps({name: value for name, value in body.items() if value is not MISSING})
    return send_bytes(endpoint, client or client_for(endpoint, person), content)


def send_bytes(endpoint: Endpoint, client: Client, content: Any, kind: str = "application/json") -> Any:
    """The answer to a body as it is."""
    return client.generic(endpoint.method.upper(), f"/api/users/{endpoint.path}", content, content_type=kind)


@pytest.mark.parametrize("endpoint", [pytest.param(endpoint, id=name) for name, endpoint in ENDPOINTS.items()])
def test_what_is_good_is_taken(person: Person, endpoint: Endpoint) -> None:
    """So that the refusals below are for the one field that is changed."""
    assert send(endpoint, person).status_code in {200, 201, 204}


@pytest.mark.parametrize(("endpoint", "field", "value"), CASES)
def test_bad_input_is_a_400_under_the_name_of_the_field(
    person: Person, endpoint: Endpoint, field: str, value: object
) -> None:
    """And under no other. Nothing is written, and nobody gets a mail."""
    client = client_for(endpoint, person)
    before = stored()
    changed: dict[str, Any] = {field: value}
    answer = send(endpoint, person, client, **changed)
    assert (answer.status_code, list(answer.json())) == (400, [field]), answer.content[:500]
    assert all(isinstance(one, str) and len(one) < 300 for one in answer.json()[field])
    assert stored() == before


@pytest.mark.skipif(not has_username(), reason="the full name is required")
@pytest.mark.parametrize("value", [MISSING, "", "  "])
def test_a_name_may_be_left_out(person: Person, value: object) -> None:
    """Not everybody has two."""
    assert send(ENDPOINTS["sign-up"], person, first_name=value, last_name=value).status_code == 201
    assert get_user_model()._default_manager.get(email="new@example.com").first_name == ""


@pytest.mark.skipif(has_username(), reason="the names are not required")
@pytest.mark.parametrize("value", [MISSING, "", "  ", "\u3000"])
def test_a_required_name_may_not_be_left_out(person: Person, value: object) -> None:
    """The user model says what is."""
    answer = send(ENDPOINTS["sign-up"], person, full_name=value)
    assert (answer.status_code, list(answer.json())) == (400, ["full_name"])


@pytest.mark.parametrize("value", bad_input.GOOD_NAMES.values(), ids=bad_input.GOOD_NAMES)
@pytest.mark.parametrize("endpoint", ["sign-up", "me"])
def test_a_name_may_be_in_any_script(person: Person, endpoint: str, value: object) -> None:
    """It is stored as it was sent: also joiners, which Persian and emoji can't be written without."""
    changes: dict[str, Any] = {NAME: value}
    answer = send(ENDPOINTS[endpoint], person, **changes)
    assert answer.status_code in {200, 201}, answer.content
    email = "new@example.com" if endpoint == "sign-up" else "ada@example.com"
    assert getattr(get_user_model()._default_manager.get(email=email), NAME) == str(value)


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.parametrize(("sent", "stored_as"), bad_input.GOOD_USERNAMES.values(), ids=bad_input.GOOD_USERNAMES)
@pytest.mark.django_db
def test_a_username_is_stored_normalized(api: Client, sent: object, stored_as: str) -> None:
    """So that two spellings of one name are one name."""
    assert api.post("/api/users/", sign_up_body("new", username=sent)).status_code == 201
    assert get_user_model()._default_manager.get(email="new@example.com").get_username() == stored_as
    answer = api.post("/api/users/", sign_up_body("other", username=sent))
    assert (answer.status_code, list(answer.json())) == (400, ["username"])


@pytest.mark.parametrize(("sent", "stored_as"), bad_input.GOOD_ADDRESSES.values(), ids=bad_input.GOOD_ADDRESSES)
@pytest.mark.django_db
def test_an_address_is_stored_in_lower_case(api: Client, sent: str, stored_as: str) -> None:
    """And the mail goes there."""
    assert api.post("/api/users/", sign_up_body("new", email=sent)).status_code == 201
    assert get_user_model()._default_manager.get().email == stored_as
    assert mail.outbox[-1].to == [stored_as]


@pytest.mark.parametrize("value", bad_input.GOOD_PASSWORDS.values(), ids=bad_input.GOOD_PASSWORDS)
@pytest.mark.parametrize("endpoint", ["sign-up", "set-password", "confirm"])
def test_a_password_may_hold_anything(person: Person, endpoint: str, value: object) -> None:
    """Up to 1,024 characters, and each of them counts."""
    field = "password" if endpoint == "sign-up" else "new_password"
    changes: dict[str, Any] = {field: value}
    answer = send(ENDPOINTS[endpoint], person, **changes)
    assert answer.status_code in {201, 204}, answer.content
    email = "new@example.com" if endpoint == "sign-up" else "ada@example.com"
    changed: Any = get_user_model()._default_manager.get(email=email)
    assert changed.check_password(str(value))
    assert not changed.check_password(str(value)[:-1])
    assert not changed.check_password(str(value).strip()) or str(value).strip() == str(value)


BODIES = pytest.mark.parametrize(("content", "content_type"), bad_input.BODIES.values(), ids=bad_input.BODIES)


@BODIES
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_body_that_is_none_is_a_400(
    person: Person,
    endpoint: str,
    content: bytes,
    content_type: str,
) -> None:
    """Whatever it is instead. Nothing is changed."""
    place = ENDPOINTS[endpoint]
    client = client_for(place, person)
    before = stored()
    answer = send_bytes(place, client, content, content_type)
    if place.method == "patch" and answer.status_code == 200:
        assert stored() == before, "to change nothing is no mistake"
        return
    assert answer.status_code == 400, answer.content[:500]
    assert stored() == before


SIGN_IN_400: Final[Values] = {
    **bad_input.NO_TEXT,
    **bad_input.EMPTY,
    **bad_input.UNWRITABLE,
}
SIGN_IN_401: Final[Values] = {
    **bad_input.HIDDEN,
    **bad_input.CONFUSABLE,
    **bad_input.LONG,
    "number": 5,
    "quoted": '"ada"@example.com',
    "fullwidth": "\uff41\uff44\uff41",
    "sql": "' OR 1=1 --",
    "wildcard": "ad%",
}


def sign_in_with(**changes: object) -> Any:
    """The answer to a sign-in of ada, with *changes*."""
    body = {get_user_model().USERNAME_FIELD: "ada" if has_username() else "ada@example.com", "password": PASSWORD}
    named = {
        (get_user_model().USERNAME_FIELD if name == "username" else name): value for name, value in changes.items()
    }
    sent = {name: value for name, value in {**body, **named}.items() if value is not MISSING}
    return APIClient(raise_request_exception=False).post(
        "/api/token/", json.dumps(sent), content_type="application/json"
    )


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("value", SIGN_IN_400.values(), ids=SIGN_IN_400)
def test_what_can_be_nobodys_is_a_400_at_sign_in(field: str, value: object) -> None:
    """Under the name of the field."""
    answer = sign_in_with(**{field: value})
    name = get_user_model().USERNAME_FIELD if field == "username" else field
    assert (answer.status_code, list(answer.json())) == (400, [name])


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("value", SIGN_IN_401.values(), ids=SIGN_IN_401)
def test_a_text_that_is_nobodys_name_is_a_401_at_sign_in(value: object) -> None:
    """As an unknown name is: names were given by other rules once, so all of them may be asked for."""
    answer = sign_in_with(username=value)
    assert (answer.status_code, answer.json()) == (
        401,
        {"detail": "No active account found with the given credentials"},
    )


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("value", ["5", " " + PASSWORD, PASSWORD + "\n", PASSWORD[:-1], "a" * 4_096, 5])
def test_a_password_is_taken_as_it_is_at_sign_in(value: object) -> None:
    """Nothing is trimmed, and what is too long to be one is a 400."""
    assert sign_in_with(password=value).status_code == 401
    assert sign_in_with(password="a" * 4_097).status_code == 400
    assert sign_in_with(password="a" * bad_input.MEGABYTE).status_code == 400


MARKS: Final = "a" + "\u0315\u0300" * 15_000
"""60 kB; 1 MB takes 280 times as long as this, which is minutes."""


@pytest.mark.usefixtures("person")
def test_no_name_takes_long_at_sign_in() -> None:
    """Who sends much gets nothing done with it."""
    started = time.process_time()
    assert sign_in_with(username=MARKS).status_code in {400, 401}
    assert time.process_time() - started < 0.15


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.django_db
def test_no_name_takes_long_at_sign_up(api: Client) -> None:
    """As at sign-in."""
    started = time.process_time()
    assert api.post("/api/users/", sign_up_body("new", username=MARKS)).status_code == 400
    assert time.process_time() - started < 0.15


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.parametrize("filler", ["\u3164", "\u1160", "\u115f", "\uffa0"])
@pytest.mark.django_db
def test_a_username_holds_no_letter_that_can_not_be_seen(api: Client, filler: str) -> None:
    """Otherwise one user looks like another."""
    answer = api.post("/api/users/", sign_up_body("new", username=f"ada{filler}"))
    assert (answer.status_code, list(answer.json())) == (400, ["username"])


@pytest.mark.skipif(not has_username(), reason="there is no username")
@pytest.mark.parametrize("name", ["make_person", "PERSON", "ada"])
@pytest.mark.django_db
def test_any_ordinary_name_is_free(api: Client, name: str) -> None:
    """Unless somebody has it."""
    make_person("grace")
    assert api.post("/api/users/", sign_up_body("new", username=name)).status_code == 201
