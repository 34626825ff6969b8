"""The view behind each authentication class of Django REST framework: it answers with the id of the user."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class WhoView(APIView):
    """The user who asks."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The id as text."""
        return Response({"id": str(request.user.pk)})


def behind(authentication: Any) -> Any:
    """The view behind *authentication*."""
    return WhoView.as_view(authentication_classes=[authentication])
