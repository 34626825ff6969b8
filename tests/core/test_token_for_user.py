"""The users that get a token, and how the token names them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from drf_signet.errors import TokenUserError, UserInactiveError, UserNotFoundError
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token

NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
SECONDS = 1_800_000_000

TYPED = pytest.mark.parametrize("token_class", [AccessToken, RefreshToken, SlidingToken])


@TYPED
def test_the_token_of_a_user_names_the_user(user: User, token_class: type[Token]) -> None:
    """The identifier is text, whatever its type in the database, and comes after the claims of every token."""
    token = token_class.for_user(user, now=NOW)
    assert token["user_id"] == str(user.pk)
    assert list(token.payload) == [*token_class(now=NOW).payload, "user_id"]
    assert token["iat"] == SECONDS


def test_another_field_may_identify_a_user(user: User) -> None:
    """Field and claim are settings."""
    with override_settings(SIGNET={"USER_ID_FIELD": "username", "USER_ID_CLAIM": "sub"}):
        token = AccessToken.for_user(user, now=NOW)
    assert token["sub"] == "ada"
    assert "user_id" not in token


def test_a_user_who_was_never_saved_gets_no_token() -> None:
    """There is nobody to name."""
    with pytest.raises(UserNotFoundError) as caught:
        AccessToken.for_user(User(username="ada"), now=NOW)
    assert caught.value.code == "user_not_found"


def test_a_disabled_user_gets_no_token(user: User) -> None:
    """The default rule asks for an active user."""
    user.is_active = False
    with pytest.raises(UserInactiveError) as caught:
        AccessToken.for_user(user, now=NOW)
    assert caught.value.code == "user_inactive"


def test_a_user_whom_the_rule_refuses_gets_no_token(user: User) -> None:
    """The error for an active user doesn't say "inactive"."""
    with (
        override_settings(SIGNET={"USER_AUTHENTICATION_RULE": "tests.conf.setting_effects.nobody"}),
        pytest.raises(TokenUserError) as caught,
    ):
        AccessToken.for_user(user, now=NOW)
    assert type(caught.value) is TokenUserError
    assert caught.value.code == "no_active_account"
