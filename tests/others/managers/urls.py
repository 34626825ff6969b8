"""The endpoints of sessions, of the core, and of the package for projects that come from Simple JWT."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.authentication import JWTAuthentication
from drf_signet_compat.simplejwt import authentication as simplejwt


class RoleView(APIView):
    """The user of the request."""

    def get(self, request: Request) -> Response:
        """The role, which the class of the user decides."""
        user: Any = request.user
        return Response(user.role)


urlpatterns = [
    path("", include("drf_signet.sessions.urls")),
    path("core/", include("drf_signet.urls")),
    path("role/", RoleView.as_view()),
    path("core/role/", RoleView.as_view(authentication_classes=[JWTAuthentication])),
    path("simplejwt/role/", RoleView.as_view(authentication_classes=[simplejwt.JWTAuthentication])),
]
