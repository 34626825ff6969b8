"""The endpoints of the core and those of sessions, side by side."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.authentication import JWTAuthentication


class MeView(APIView):
    """Names the user who sends the request."""

    authentication_classes = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The address of the user."""
        return Response(request.user.email)  # type: ignore[union-attr]


urlpatterns = [
    path("me/", MeView.as_view()),
    path("core/", include("drf_signet.urls")),
    path("", include("drf_signet.sessions.urls")),
]
