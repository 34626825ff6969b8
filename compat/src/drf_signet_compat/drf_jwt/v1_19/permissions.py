"""The permission to impersonate others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    # REST framework's views import what DEFAULT_PERMISSION_CLASSES names, which may be this.
    from rest_framework.request import Request
    from rest_framework.views import APIView


class IsSuperUser(BasePermission):
    """The user is an active superuser."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether *request* is a superuser's."""
        return request.user.is_active and request.user.is_superuser
