"""The rule about origins, for views of your own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from drf_signet.exceptions import answer_to
from drf_signet.origin import refused
from drf_signet.sessions.browser.origin import comes_from_trusted_page

if TYPE_CHECKING:
    # REST framework's views import what DEFAULT_PERMISSION_CLASSES names, which may be this.
    from rest_framework.request import Request
    from rest_framework.views import APIView

__all__ = ["TrustedOrigin"]


class TrustedOrigin(BasePermission):
    """
    The page that sent the request is of our own origin, or of one in CSRF_TRUSTED_ORIGINS. Safe methods always pass.

        class SignUpView(APIView):
            permission_classes = [TrustedOrigin]

    Otherwise the answer is a 403, also to clients that aren't signed in.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Raise a 403 where the page may not send the request."""
        if not comes_from_trusted_page(request):
            raise answer_to(refused(request))
        return True
