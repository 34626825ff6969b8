"""Every endpoint that takes something: what is good there, and what is bad for each field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from drf_signet.accounts.links import Purpose, make_notice_token, make_token
from tests.accounts import bad_input
from tests.accounts.bad_input import MISSING, Values
from tests.accounts.person import NEW_PASSWORD, Client, Person, has_username, sign_in, sign_up_body
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
    "sign-in-notice": Endpoint("sign_in_notice/", {"token": Purpose.SIGN_IN_NOTICE}, {"token": TOKEN_VALUES}),
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


def client_for(endpoint: Endpoint, person: Person) -> Client:
    """A client that *person* has signed in with, where that is needed."""
    return sign_in(person) if endpoint.is_for_users else Client(raise_request_exception=False)


def send(endpoint: Endpoint, person: Person, client: Client | None = None, **changes: Any) -> Any:
    """The answer to what is good at *endpoint*, with *changes*."""
    body = {**endpoint.good, **changes}
    if isinstance(purpose := body.get("token"), Purpose):
        more = {"new_address": "new@example.com"} if purpose is Purpose.EMAIL_CHANGE else {}
        now = timezone.now()
        is_notice = purpose is Purpose.SIGN_IN_NOTICE
        own = make_notice_token(str(person.pk), person.email, now, now) if is_notice else None
        body["token"] = own or make_token(purpose, person, now, **more)
    content = json.dumps({name: value for name, value in body.items() if value is not MISSING})
    return send_bytes(endpoint, client or client_for(endpoint, person), content)


def send_bytes(endpoint: Endpoint, client: Client, content: Any, kind: str = "application/json") -> Any:
    """The answer to a body as it is."""
    return client.generic(endpoint.method.upper(), f"/api/users/{endpoint.path}", content, content_type=kind)
