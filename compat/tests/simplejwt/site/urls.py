"""Every view of the package, the admin, and a view behind each way to authenticate."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet_compat.simplejwt.authentication import JWTAuthentication, JWTStatelessUserAuthentication


class Me(APIView):
    """Says who asks."""

    authentication_classes = [JWTAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        """The identifier of the user."""
        who: Any = request.user
        return Response({"id": str(who.pk)})


class Stateless(Me):
    """Says who asks, without a look into the database."""

    authentication_classes = [JWTStatelessUserAuthentication]


urlpatterns = [
    path("", include("compat.tests.simplejwt.site.token_urls")),
    path("me/", Me.as_view()),
    path("stateless/", Stateless.as_view()),
    path("admin/", admin.site.urls),
]
