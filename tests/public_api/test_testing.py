"""`drf_signet.testing`, with which users of the library write their own tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import ExpiredTokenError, UserInactiveError
from drf_signet.testing import access_token_for, bearer, client_for, client_with, refresh_token_for
from drf_signet.tokens import AccessToken, RefreshToken
from signet_tokens.claims import read_time

BOTH = pytest.mark.parametrize(
    ("make", "token_class"), [(access_token_for, AccessToken), (refresh_token_for, RefreshToken)]
)
Make = Callable[..., AccessToken | RefreshToken]
TokenClass = type[AccessToken] | type[RefreshToken]


@BOTH
def test_a_token_is_a_real_one(user: User, make: Make, token_class: TokenClass) -> None:
    """It verifies as a token of its type, and names the user."""
    token = make(user)
    assert type(token) is token_class
    read = token_class(str(token))
    assert read["user_id"] == str(user.pk)
    assert read_time(read["exp"]) - read_time(read["iat"]) == token_class.lifetime.total_seconds()


@BOTH
def test_a_token_has_the_claims_it_is_given(user: User, make: Make, token_class: TokenClass) -> None:
    """They are added to those of every token, and may replace them."""
    token = make(user, claims={"role": "editor", "user_id": "0"})
    read = token_class(str(token))
    assert (read["role"], read["user_id"], read["token_type"]) == ("editor", "0", token_class.token_type)


@BOTH
def test_a_token_expires_when_it_is_told_to(user: User, make: Make, token_class: TokenClass) -> None:
    """A negative lifetime makes a token that has expired, a long one makes it live longer."""
    with pytest.raises(ExpiredTokenError):
        token_class(str(make(user, lifetime=timedelta(seconds=-1))))
    long = make(user, lifetime=timedelta(days=400))
    assert read_time(long["exp"]) - read_time(long["iat"]) == 400 * 86_400
    with pytest.raises(ExpiredTokenError):
        token_class(str(make(user, lifetime=timedelta())))


def test_a_user_who_may_not_have_a_token_gets_none(user: User) -> None:
    """Nothing is bypassed."""
    user.is_active = False
    with pytest.raises(UserInactiveError):
        access_token_for(user)


def test_the_header_is_that_of_the_settings(user: User) -> None:
    """The first word of AUTH_HEADER_TYPES, and the signed token."""
    token = access_token_for(user)
    assert bearer(token) == f"Bearer {token}"
    with override_settings(SIGNET={"AUTH_HEADER_TYPES": ("JWT", "Bearer")}):
        assert bearer(token) == f"JWT {token}"


def test_a_client_is_signed_in(user: User) -> None:
    """It gets in where a client without a token doesn't, as its user."""
    assert APIClient().get("/whoami/").status_code == 401
    answer = client_for(user).get("/whoami/")
    assert (answer.status_code, answer.json()) == (200, {"id": str(user.pk), "class": "User"})


def test_a_client_has_the_claims_it_is_given(user: User) -> None:
    """A stateless view sees them."""
    assert client_for(user, claims={"user_id": "77"}).get("/stateless/").json()["id"] == "77"


def test_a_client_goes_through_the_projects_own_rules(user: User) -> None:
    """A user who is disabled after signing in is out at the next request."""
    client = client_for(user)
    user.is_active = False
    user.save()
    assert client.get("/whoami/").status_code == 401


def test_a_client_shows_the_token_it_is_given(user: User) -> None:
    """If something is wrong with it, the view says so."""
    assert client_with(access_token_for(user)).get("/whoami/").json()["id"] == str(user.pk)
    expired = client_with(access_token_for(user, lifetime=timedelta(seconds=-1))).get("/whoami/")
    assert (expired.status_code, expired.json()["messages"][0]["message"]) == (401, "Token is expired")
    refresh = client_with(refresh_token_for(user)).get("/whoami/")
    assert (refresh.status_code, refresh.json()["messages"][0]["message"]) == (401, "Token has wrong type")


def test_a_client_uses_the_header_of_the_settings(user: User) -> None:
    """Another name and another first word work as well."""
    signet = {"AUTH_HEADER_NAME": "HTTP_X_TOKEN", "AUTH_HEADER_TYPES": ("JWT",)}
    with override_settings(SIGNET=signet):
        assert client_for(user).get("/whoami/").status_code == 200
    assert client_for(user).get("/whoami/").status_code == 200
