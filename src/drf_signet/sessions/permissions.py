"""Permissions that ask how the user came to be authenticated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.utils import timezone
from rest_framework.permissions import BasePermission

from drf_signet.conf import get_settings
from drf_signet.errors import SignInTooOldError, TokenError
from drf_signet.exceptions import answer_to
from drf_signet.permissions import HasScope
from drf_signet.sessions.claims import AUTH_TIME_CLAIM
from drf_signet.tokens import Token
from signet_tokens.claims import CLOCK_SKEW, read_time

if TYPE_CHECKING:
    # REST framework's views import what DEFAULT_PERMISSION_CLASSES names, which may be this.
    from rest_framework.request import Request
    from rest_framework.views import APIView

__all__ = ["HasScope", "RecentSignIn"]


class RecentSignIn(BasePermission):
    """
    The user gave their password not long ago. For what a stolen token should not be enough for.

        class VeryRecentSignIn(RecentSignIn):
            max_age = timedelta(minutes=1)

    A refresh doesn't count: ``auth_time`` stays that of the sign-in. An older one is answered by a 401 that says how
    recent it has to be (RFC 9470 section 3), or that of IsAuthenticated where nobody is signed in.
    """

    max_age: ClassVar[timedelta] = timedelta(minutes=10)

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raise a 401 where the sign-in is older than ``max_age``, or lies ahead, or its time isn't known."""
        if not request.user.is_authenticated:
            return False
        seconds, leeway = self.max_age.total_seconds(), get_settings().leeway
        age = timezone.now().timestamp() - signed_in_at(request.auth)
        # One that lies ahead is no older tomorrow.
        if not -CLOCK_SKEW - leeway <= age <= seconds + leeway:
            raise answer_to(SignInTooOldError(int(seconds)))
        return True


def signed_in_at(token: object) -> float:
    """When the user of *token* signed in, in seconds since 1970: long ago, where that isn't known."""
    try:
        return read_time(token.get(AUTH_TIME_CLAIM)) if isinstance(token, Token) else 0
    except TokenError:
        return 0
