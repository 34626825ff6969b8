"""CHECK_REVOKE_TOKEN: tokens end when the password of their user changes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from tests.wire.answers import BAD_TOKEN, CHALLENGE, PASSWORD_CHANGED, assert_answer
from tests.wire.doors import REFRESH, SLIDING, STATELESS, USER_DOORS, WHOAMI, Door

CLASSES: dict[str, type[Token]] = {"access": AccessToken, "refresh": RefreshToken, "sliding": SlidingToken}


@pytest.fixture
def checked(settings: Settings) -> Settings:
    """Settings that end tokens with the password."""
    settings.SIGNET = {"CHECK_REVOKE_TOKEN": True}
    return settings


def change_password(user: User) -> None:
    """Give *user* another password."""
    user.set_password("another-horse")
    user.save()


def assert_ended(api: APIClient, door: Door, token: str) -> None:
    """*token* is refused because of the password, with the same code everywhere."""
    if door is WHOAMI:
        assert_answer(door.show(api, token), 401, PASSWORD_CHANGED, BAD_TOKEN)
    else:
        assert_answer(door.show(api, token), 401, {**PASSWORD_CHANGED, "reason": "password_changed"}, CHALLENGE)


@pytest.mark.parametrize("door", USER_DOORS)
def test_a_new_password_ends_the_tokens(
    user: User,
    api: APIClient,
    checked: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
    door: Door,
) -> None:
    """A token is valid before the change and refused after it, at the cost of one query, which loads the user."""
    token = str(CLASSES[door.token_type].for_user(user))
    with django_assert_num_queries(1):
        door.assert_open(api, token)
    change_password(user)
    assert_ended(api, door, token)
    door.assert_open(api, str(CLASSES[door.token_type].for_user(user)))


@pytest.mark.parametrize("door", USER_DOORS)
def test_a_new_password_ends_nothing_by_default(user: User, api: APIClient, door: Door) -> None:
    """Without the setting, a token outlives the password, and has no claim about it."""
    token = CLASSES[door.token_type].for_user(user)
    assert "auth_hash" not in token
    change_password(user)
    door.assert_open(api, str(token))


def test_the_stateless_user_is_not_checked(user: User, api: APIClient, checked: Settings) -> None:
    """Without a query, Signet doesn't know the password: the token is valid until it expires."""
    token = AccessToken.for_user(user)
    change_password(user)
    STATELESS.assert_open(api, str(token))


@pytest.mark.parametrize("door", [REFRESH, SLIDING], ids=["refresh", "sliding"])
def test_the_fingerprint_is_passed_on(user: User, api: APIClient, checked: Settings, door: Door) -> None:
    """The tokens of a refresh end with the same password."""
    token = CLASSES[door.token_type].for_user(user)
    answer = door.show(api, str(token)).data
    (given,) = answer.values()
    given_type = AccessToken if door is REFRESH else SlidingToken
    assert given_type(given)["auth_hash"] == token["auth_hash"]


@pytest.mark.parametrize("door", USER_DOORS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("null", id="null"),
        pytest.param('""', id="empty"),
        pytest.param("true", id="bool"),
        pytest.param("0", id="number"),
        pytest.param("[]", id="list"),
        pytest.param("{}", id="object"),
        pytest.param('"\\u00e9"', id="non-ascii"),
        pytest.param('"{half}"', id="prefix"),
        pytest.param('["{whole}"]', id="wrapped"),
        pytest.param('"{upper}"', id="upper-case"),
    ],
)
def test_an_odd_fingerprint_is_refused(user: User, api: APIClient, checked: Settings, door: Door, text: str) -> None:
    """Only the exact fingerprint is accepted."""
    whole = str(AccessToken.for_user(user)["auth_hash"])
    for name, value in {"half": whole[:16], "whole": whole, "upper": whole.upper()}.items():
        text = text.replace(f"{{{name}}}", value)
    forge = door.forge(user)
    assert_ended(api, door, forge.token(payload=forge.with_claim("auth_hash", text)))


@pytest.mark.parametrize("door", USER_DOORS)
def test_a_token_without_a_fingerprint_is_refused(user: User, api: APIClient, checked: Settings, door: Door) -> None:
    """A token from before the setting was turned on has ended."""
    assert_ended(api, door, door.forge(user).token())


def test_the_fingerprint_is_keyed(user: User, checked: Settings) -> None:
    """Nobody can compute the fingerprint from the stored password without SECRET_KEY, or learn the password from it."""
    before = AccessToken.for_user(user)["auth_hash"]
    checked.SECRET_KEY = "another-secret-key-that-is-long-enough-for-every-hash-there-is-to-sign-with"
    assert AccessToken.for_user(user)["auth_hash"] != before


@pytest.mark.parametrize("door", USER_DOORS)
def test_a_changed_secret_key_ends_no_token_while_it_is_a_fallback(
    user: User, api: APIClient, checked: Settings, door: Door
) -> None:
    """The old key verifies tokens and fingerprints until it is removed from SECRET_KEY_FALLBACKS."""
    token = str(CLASSES[door.token_type].for_user(user))
    old = checked.SECRET_KEY
    checked.SECRET_KEY = "another-secret-key-that-is-long-enough-for-every-hash-there-is-to-sign-with"
    checked.SECRET_KEY_FALLBACKS = [old]
    door.assert_open(api, token)
    checked.SECRET_KEY_FALLBACKS = []
    door.assert_refused(api, token)
