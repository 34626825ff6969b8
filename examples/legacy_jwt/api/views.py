"""The view that is worth a token."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class ProtectedView(APIView):
    """Greets whoever may come in: DEFAULT_PERMISSION_CLASSES ask for a user, so it says nothing of that itself."""

    def get(self, request: Request) -> Response:
        """200 with a greeting; 401 without a token."""
        return Response({"message": f"Hello, {request.user.get_username()}!"})
