"""Bills."""

from __future__ import annotations

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.permissions import HasScope


class BillingView(APIView):
    """Bills: to read one and to write one are two scopes."""

    def get_permissions(self) -> list[BasePermission]:
        """What the token has to grant."""
        scope = "billing:read" if self.request.method in SAFE_METHODS else "billing:write"
        return [HasScope.of(scope)()]

    def get(self, request: Request) -> Response:
        """What the user owes."""
        return Response({"user": str(request.user.pk), "total": "17.50"})

    def post(self, request: Request) -> Response:
        """A new bill."""
        return Response({"user": str(request.user.pk)}, status=201)
