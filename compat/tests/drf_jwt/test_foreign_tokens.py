"""Tokens of the rest of this package, signed with the same key, are not tokens of the old world."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.test import override_settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from drf_signet import tokens
from drf_signet.sessions import tokens as of_sessions
from drf_signet_compat.drf_jwt import authentication as classic
from drf_signet_compat.drf_jwt.v1_19 import authentication as newer

DIALECTS: Final = pytest.mark.parametrize(
    ("prefix", "authentication"),
    [("JWT", classic.JSONWebTokenAuthentication), ("Bearer", newer.JSONWebTokenAuthentication)],
)


def authenticate(authentication: Any, prefix: str, token: object) -> str:
    """The name of the user that *token* authenticates. Raises `AuthenticationFailed`."""
    request = APIRequestFactory().get("/", HTTP_AUTHORIZATION=f"{prefix} {token}")
    with override_settings(JWT_AUTH={}):
        user, _ = authentication().authenticate(request)
    return str(user.get_username())


@DIALECTS
@pytest.mark.parametrize("kind", ["refresh", "refresh of a session", "access of a session", "sliding of a session"])
def test_what_a_session_could_take_back_is_refused(prefix: str, authentication: Any, user: User, kind: str) -> None:
    """It would be accepted after the session was ended, and a refresh token for a request."""
    session = of_sessions.RefreshToken.for_user(user)
    made: dict[str, tokens.Token] = {
        "refresh": tokens.RefreshToken.for_user(user),
        "refresh of a session": session,
        "access of a session": session.access_token,
        "sliding of a session": of_sessions.SlidingToken.for_user(user),
    }
    token = made[kind]
    token["username"] = user.get_username()
    with pytest.raises(AuthenticationFailed):
        authenticate(authentication, prefix, token)


@DIALECTS
def test_claims_of_a_projects_own_are_its_own(prefix: str, authentication: Any, user: User) -> None:
    """Also where they have the names of ours: a custom payload handler may write them."""
    token = tokens.AccessToken.for_user(user)
    token["username"] = user.get_username()
    assert authenticate(authentication, prefix, token) == "ada"
    token["token_type"], token["sid"] = "web", "a name of theirs"
    assert authenticate(authentication, prefix, token) == "ada"
