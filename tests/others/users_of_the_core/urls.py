"""The endpoints of the core, and views of the project."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.authentication import JWTStatelessUserAuthentication


class MeView(APIView):
    """The user of the request."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The primary key."""
        user: Any = request.user
        return Response(str(user.pk))


class StatelessMeView(MeView):
    """The user of the request, by the token alone."""

    authentication_classes = (JWTStatelessUserAuthentication,)


urlpatterns = [
    path("", include("drf_signet.urls")),
    path("me/", MeView.as_view()),
    path("stateless/me/", StatelessMeView.as_view()),
]
