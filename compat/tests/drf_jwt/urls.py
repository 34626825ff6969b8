"""Endpoints of both dialects."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet_compat.drf_jwt import authentication as old_authentication
from drf_signet_compat.drf_jwt import views as old
from drf_signet_compat.drf_jwt.v1_19 import authentication as fork_authentication
from drf_signet_compat.drf_jwt.v1_19 import views as fork


class Me(APIView):
    """Names the user who sends the request."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The user's name."""
        return Response({"username": request.user.get_username()})


def _endpoints(prefix: str, views: Any, authentication: Any) -> list[Any]:
    return [
        path(f"{prefix}auth/", views.obtain_jwt_token),
        path(f"{prefix}refresh/", views.refresh_jwt_token),
        path(f"{prefix}verify/", views.verify_jwt_token),
        path(f"{prefix}me/", Me.as_view(authentication_classes=[authentication.JSONWebTokenAuthentication])),
    ]


urlpatterns = [
    *_endpoints("", old, old_authentication),
    *_endpoints("fork/", fork, fork_authentication),
    path("api-token-auth/", old.obtain_jwt_token),
]
