"""
For the tests of a project that uses Signet.

    client = client_for(user)                       # signed in: real tokens, through your own authentication class
    client = client_for(user, claims={"role": "editor"})
    client = client_with(access_token_for(user, lifetime=timedelta(seconds=-1)))        # has expired
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework.test import APIClient

from drf_signet.conf import get_settings
from drf_signet.tokens import AccessToken, RefreshToken, Token

AnyToken = TypeVar("AnyToken", bound=Token)


def access_token_for(
    user: AbstractBaseUser, claims: Mapping[str, object] | None = None, lifetime: timedelta | None = None
) -> AccessToken:
    """An access token for *user* with further *claims*, that expires *lifetime* from now (negative: has expired)."""
    return _made(AccessToken.for_user(user), claims, lifetime)


def refresh_token_for(
    user: AbstractBaseUser, claims: Mapping[str, object] | None = None, lifetime: timedelta | None = None
) -> RefreshToken:
    """The same as `access_token_for`, for a refresh token."""
    return _made(RefreshToken.for_user(user), claims, lifetime)


def bearer(token: Token) -> str:
    """The value of the ``Authorization`` header with *token*."""
    return f"{get_settings().header_types[0]} {token}"


def client_for(user: AbstractBaseUser, claims: Mapping[str, object] | None = None) -> APIClient:
    """A client whose requests carry an access token of *user*. Unlike ``force_authenticate``, nothing is bypassed."""
    return client_with(access_token_for(user, claims))


def client_with(token: Token) -> APIClient:
    """A client whose requests carry *token*."""
    client = APIClient()
    client.credentials(**{get_settings().AUTH_HEADER_NAME: bearer(token)})
    return client


def _made(token: AnyToken, claims: Mapping[str, object] | None, lifetime: timedelta | None) -> AnyToken:
    token.payload.update(claims or {})
    if lifetime is not None:
        token.set_exp(lifetime=lifetime)
    return token
