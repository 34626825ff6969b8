"""
For the tests of a project that uses Signet.

    client = client_for(user)                       # signed in: real tokens, through your own authentication class
    client = client_for(user, claims={"role": "editor"})
    client = client_with(access_token_for(user, lifetime=timedelta(seconds=-1)))        # has expired

    class SignUpTests(ThrottlesOff, TestCase): ...      # however many wrong passwords and sign-ups there are

For pytest there are fixtures, which need no import: see `pytest_plugin`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import TypeVar
from unittest import TestCase, TestResult, mock

from django.contrib.auth.base_user import AbstractBaseUser
from django.test.utils import TestContextDecorator
from rest_framework.test import APIClient

from drf_signet import rate_limits
from drf_signet.conf import get_settings
from drf_signet.rate_limits import hashing_key, rate_of
from drf_signet.tokens import AccessToken, RefreshToken, Token

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


class _OtherCounts(TestContextDecorator):
    """A part of `rate_limits` that is another one for a while, in all threads of the process."""

    def __init__(self) -> None:
        super().__init__()
        self._replaced = ExitStack()

    def _replace(self, name: str, part: object) -> None:
        self._replaced.enter_context(mock.patch.object(rate_limits, name, part))

    def disable(self) -> None:
        """Count as before."""
        self._replaced.close()


class throttles_off(_OtherCounts):  # noqa: N801  # as Django's override_settings
    """
    A context manager, and a decorator of tests and of their classes, in which nothing is throttled or counted.

    It is about what this package counts: throttle classes of REST framework are your project's.
    """

    def enable(self) -> None:
        """Throttle nothing from now on."""
        self._replace("rate_of", lambda _: None)


class throttles_on(_OtherCounts):  # noqa: N801
    """The same, in which all is throttled as SIGNET says, and counted from nothing, also within `throttles_off`."""

    def enable(self) -> None:
        """Throttle from now on, whatever was counted before."""
        fresh = secrets.token_hex(8)
        self._replace("rate_of", rate_of)
        self._replace("hashing_key", lambda: f"{fresh}{hashing_key()}")


class ThrottlesOff(TestCase):
    """For test cases beside Django's: nothing is throttled in them, nor in their ``setUpTestData``."""

    @classmethod
    def setUpClass(cls) -> None:
        """Throttle nothing until the last test is done."""
        cls.enterClassContext(throttles_off())
        super().setUpClass()


class ThrottlesOn(TestCase):
    """For test cases beside Django's: each test is throttled, and counted from nothing."""

    def run(self, result: TestResult | None = None) -> TestResult | None:
        """Run the test so, whatever its ``setUp`` does."""
        with throttles_on():
            return super().run(result)


def _made(token: AnyToken, claims: Mapping[str, object] | None, lifetime: timedelta | None) -> AnyToken:
    token.payload.update(claims or {})
    if lifetime is not None:
        token.set_exp(lifetime=lifetime)
    return token
