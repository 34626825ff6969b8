"""A second look at the blacklist, for views whose users were authenticated by something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission

from drf_signet.errors import TokenError
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.tokens import read_unverified
from drf_signet_compat.drf_jwt.v1_19.authentication import JSONWebTokenAuthentication
from drf_signet_compat.drf_jwt.v1_19.blacklist.models import BlacklistedToken

if TYPE_CHECKING:
    # REST framework's views import what DEFAULT_PERMISSION_CLASSES names, which may be this.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class IsNotBlacklisted(BasePermission):
    """The token in the request is not on the blacklist. A header of another scheme passes; no token at all does not."""

    message = _("You have been blacklisted.")

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether *request* may go on. Raises `MissingToken`."""
        token = JSONWebTokenAuthentication.get_token_from_request(request)
        if token is None:
            return True
        try:
            # Only whether it is on the list: that it is genuine, authentication has seen to.
            payload = read_unverified(token).claims
        except TokenError:
            return False
        return not BlacklistedToken.is_blocked(token, payload)


def __getattr__(name: str) -> Any:
    return imported_name(__name__, name)
