"""What REST framework answers about sessions, beside what it answers about tokens."""

from __future__ import annotations

from rest_framework import status

from drf_signet.exceptions import AuthenticationFailed
from drf_signet.exceptions import CodedException as CodedException
from drf_signet.exceptions import ExpiredTokenError as ExpiredTokenError
from drf_signet.exceptions import InvalidToken as InvalidToken
from drf_signet.exceptions import TokenError as TokenError
from drf_signet.texts import gettext_noop as _


class RefreshSuperseded(CodedException):
    """409: another request has refreshed a moment ago, and the client that sent this one has, or gets, its answer."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = _("The token was replaced a moment ago. Try again with the newest one.")
    default_code = "refresh_superseded"


class SignInTooOld(AuthenticationFailed):
    """401: the user should sign in again before they do this (RFC 9470 section 3)."""

    challenge_error = "insufficient_user_authentication"
    default_detail = _("Sign in again to do this.")
    default_code = "insufficient_user_authentication"

    def __init__(self, max_age: int) -> None:
        super().__init__({"max_age": max_age})
        self._max_age = max_age

    @property
    def auth_header(self) -> str:
        """With the greatest age of a sign-in that would do, in seconds."""
        return f'{super().auth_header}, max_age="{self._max_age}"'

    @auth_header.setter
    def auth_header(self, challenge: str) -> None:
        self._challenge = challenge
