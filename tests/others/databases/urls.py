"""The endpoints of accounts and sessions, those of the core, and a view of the core's authentication."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.authentication import JWTAuthentication


class WhoView(APIView):
    """The user that the core authenticates."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Any) -> Response:
        """The name, and where the row came from."""
        return Response([request.user.get_username(), request.user._state.db])


urlpatterns = [
    path("", include("drf_signet.accounts.urls")),
    path("", include("drf_signet.sessions.urls")),
    path("core/", include("drf_signet.urls")),
    path("who/", WhoView.as_view()),
]
