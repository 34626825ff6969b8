"""What is sent to sign in: nobody's name is an unknown one, what can be no name is a 400, and neither takes long."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from tests.accounts import bad_input
from tests.accounts.bad_input import MISSING, Values
from tests.accounts.person import has_username
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("unlimited", "person")

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


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("value", SIGN_IN_400.values(), ids=SIGN_IN_400)
def test_what_can_be_nobodys_is_a_400_at_sign_in(field: str, value: object) -> None:
    """Under the name of the field."""
    answer = sign_in_with(**{field: value})
    name = get_user_model().USERNAME_FIELD if field == "username" else field
    assert (answer.status_code, list(answer.json())) == (400, [name])


@pytest.mark.parametrize("value", SIGN_IN_401.values(), ids=SIGN_IN_401)
def test_a_text_that_is_nobodys_name_is_a_401_at_sign_in(value: object) -> None:
    """As an unknown name is: names were given by other rules once, so all of them may be asked for."""
    answer = sign_in_with(username=value)
    assert (answer.status_code, answer.json()) == (
        401,
        {"detail": "No active account found with the given credentials", "code": "no_active_account"},
    )


@pytest.mark.parametrize("value", ["5", " " + PASSWORD, PASSWORD + "\n", PASSWORD[:-1], "a" * 4_096, 5])
def test_a_password_is_taken_as_it_is_at_sign_in(value: object) -> None:
    """Nothing is trimmed, and what is too long to be one is a 400."""
    assert sign_in_with(password=value).status_code == 401
    assert sign_in_with(password="a" * 4_097).status_code == 400
    assert sign_in_with(password="a" * bad_input.MEGABYTE).status_code == 400
