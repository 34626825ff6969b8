"""Permissions that ask how the user came to be authenticated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.utils import timezone
from rest_framework.permissions import BasePermission

from drf_signet.errors import SignInTooOldError
from drf_signet.exceptions import answer_to
from drf_signet.permissions import HasScope
from drf_signet.sessions.recent_sign_in import RECENT, check_recent, signed_in_at

if TYPE_CHECKING:
    # REST framework's views import what DEFAULT_PERMISSION_CLASSES names, which may be this.
    from rest_framework.request import Request
    from rest_framework.views import APIView

__all__ = ["HasScope", "RecentSignIn"]


class RecentSignIn(BasePermission):
    """
    The user signed in not long ago, by whatever means. For what a stolen token should not be enough for.

        class VeryRecentSignIn(RecentSignIn):
            max_age = timedelta(minutes=1)

    A refresh doesn't count: ``auth_time`` stays that of the sign-in. An older one is answered by a 401 that says how
    recent it has to be (RFC 9470 section 3), or that of IsAuthenticated where nobody is signed in.
    """

    max_age: ClassVar[timedelta] = RECENT

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raise a 401 where the sign-in is older than ``max_age``, or lies ahead, or its time isn't known."""
        if not request.user.is_authenticated:
            return False
        try:
            check_recent(signed_in_at(request.auth), timezone.now(), self.max_age)
        except SignInTooOldError as error:
            raise answer_to(error) from error
        return True
