"""A sign-in reveals nothing about others: known or not, disabled or not, verified or not."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from drf_signet.accounts.links import Purpose, make_token
from tests.accounts.askers import KINDS, assert_alike, shown, try_to_sign_in
from tests.accounts.person import (
    Client,
    address_of,
    credentials,
    make_person,
)
from tests.conftest import PASSWORD

pytestmark = pytest.mark.usefixtures("people")


EMAIL_BACKEND: Final = "drf_signet.accounts.backends.EmailBackend"


@pytest.mark.parametrize("backend", ["django.contrib.auth.backends.ModelBackend", EMAIL_BACKEND])
@pytest.mark.parametrize("by", ["name", "address"])
def test_a_wrong_password_reveals_nothing(backend: str, by: str, hashed: list[str]) -> None:
    """
    The same bytes, as many statements, and two passwords hashed: with either backend, by name and by address.

    The second is that of a sign-up that waits for its link, or would be.
    """
    answers, statements, hashings = {}, {}, {}
    with override_settings(AUTHENTICATION_BACKENDS=[backend]):
        for kind in KINDS:
            hashed.clear()
            with CaptureQueriesContext(connection) as queries:
                answers[kind] = try_to_sign_in(kind, name=address_of(kind) if by == "address" else None)
            statements[kind], hashings[kind] = len(queries), len(hashed)
    assert_alike(answers, 401)
    assert len(set(statements.values())) == 1, statements
    assert set(hashings.values()) == {2}, hashings


def test_the_right_password_of_a_disabled_user_is_a_wrong_one() -> None:
    """The answer doesn't reveal that it was right."""
    answers = {kind: try_to_sign_in(kind, PASSWORD) for kind in ("unknown", "disabled", "keyless")}
    assert_alike(answers, 401)


def test_only_the_right_password_reveals_that_the_address_is_not_verified() -> None:
    """With a wrong one, the answer is that for an unknown name."""
    assert try_to_sign_in("unverified", PASSWORD).json()["code"] == "email_not_verified"
    assert shown(try_to_sign_in("unverified")) == shown(try_to_sign_in("unknown"))


def test_a_disabled_user_is_not_told_that_the_address_is_not_verified() -> None:
    """Otherwise the password would be known to be right."""
    make_person("both", is_active=False, is_verified=False)
    assert shown(try_to_sign_in("both", PASSWORD)) == shown(try_to_sign_in("unknown", PASSWORD))


@pytest.mark.usefixtures("noon")
def test_too_many_wrong_passwords_reveal_nothing(hashed: list[str]) -> None:
    """A locked account is like an unknown one, with the right password too, and nothing is looked up or hashed."""
    for kind in KINDS:
        for _ in range(10):
            assert try_to_sign_in(kind).status_code == 401
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        wrong = {kind: try_to_sign_in(kind) for kind in KINDS}
        right = {kind: try_to_sign_in(kind, PASSWORD) for kind in KINDS}
    assert_alike(wrong, 429)
    assert_alike({**right, "unknown": wrong["unknown"]}, 429)
    assert (len(queries), hashed) == (0, [])


def test_a_token_of_nobody_is_like_one_of_somebody() -> None:
    """The endpoints of links answer alike to forged tokens, and to tokens of users who are gone or disabled."""
    gone = make_person("gone")
    tokens = {
        "unknown": "forged:token:x",
        "gone": make_token(Purpose.PASSWORD_RESET, gone, timezone.now()),
        "disabled": make_token(
            Purpose.PASSWORD_RESET, get_user_model()._default_manager.get(email=address_of("disabled")), timezone.now()
        ),
    }
    gone.delete()
    for path in ("activation/", "reset_password/check/", "reset_password_confirm/", "set_email_confirm/"):
        answers = {
            kind: APIClient(raise_request_exception=False).post(
                f"/api/users/{path}", {"token": token, "new_password": PASSWORD}
            )
            for kind, token in tokens.items()
        }
        assert_alike(answers, 400)


def test_the_credentials_of_a_known_user_are_good() -> None:
    """The requests above were refused for the right reason: here they succeed."""
    known: Any = get_user_model()._default_manager.get(email=address_of("known"))
    assert Client().post("/api/token/", credentials(known)).status_code == 200
