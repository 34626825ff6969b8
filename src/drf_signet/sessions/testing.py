"""
For the tests of a project that uses sessions: `drf_signet.testing`, with real sessions behind the tokens.

    client = client_for(user)                       # signed in, through your own authentication class
    client = client_for(user, claims={"role": "editor"})
    refresh = refresh_token_for(user); end(refresh.session, Reason.LOGOUT, timezone.now())
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework.test import APIClient

from drf_signet.sessions.tokens import RefreshToken
from drf_signet.testing import ThrottlesOff, ThrottlesOn, bearer, client_with, throttles_off, throttles_on
from drf_signet.tokens import AccessToken

__all__ = [
    "ThrottlesOff",
    "ThrottlesOn",
    "access_token_for",
    "bearer",
    "client_for",
    "client_with",
    "refresh_token_for",
    "throttles_off",
    "throttles_on",
]


def refresh_token_for(user: AbstractBaseUser, claims: Mapping[str, object] | None = None) -> RefreshToken:
    """A refresh token of a new session of *user*, with further *claims*."""
    token = RefreshToken.for_user(user)
    token.payload.update(claims or {})
    return token


def access_token_for(
    user: AbstractBaseUser, claims: Mapping[str, object] | None = None, lifetime: timedelta | None = None
) -> AccessToken:
    """
    An access token of a new session of *user* with further *claims*.

    It expires *lifetime* from now (negative: has expired).
    """
    token = refresh_token_for(user, claims).access_token
    token.payload.update(claims or {})
    if lifetime is not None:
        token.set_exp(lifetime=lifetime)
    return token


def client_for(user: AbstractBaseUser, claims: Mapping[str, object] | None = None) -> APIClient:
    """A client whose requests carry an access token of a new session of *user*."""
    return client_with(access_token_for(user, claims))
