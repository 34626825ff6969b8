"""The endpoints of sessions, and one protected view for each authentication class."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.sessions.authentication import JWTAuthentication, JWTStatelessUserAuthentication


class Live(APIView):
    """Looks the session up."""

    authentication_classes: tuple[type[BaseAuthentication], ...] = (JWTAuthentication,)
    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """Whom the request is from."""
        return Response({"id": str(request.user.pk)})


class Snapshot(Live):
    """Asks the list of ended sessions."""

    authentication_classes = (JWTStatelessUserAuthentication,)


urlpatterns = [
    path("api/", include("drf_signet.sessions.urls")),
    path("live/", Live.as_view()),
    path("snapshot/", Snapshot.as_view()),
]
