"""Orders."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.permissions import HasScope


class OrdersView(APIView):
    """The orders of the user, whom this service knows by the token alone."""

    permission_classes = [HasScope.of("orders:read")]

    def get(self, request: Request) -> Response:
        """All of them."""
        return Response({"user": str(request.user.pk), "orders": ["a kettle", "two cups"]})
