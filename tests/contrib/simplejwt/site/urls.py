"""Every view of the package, and one behind each way to authenticate."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.contrib.simplejwt import views
from drf_signet.contrib.simplejwt.authentication import JWTAuthentication, JWTStatelessUserAuthentication


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
    path("token/", views.token_obtain_pair),
    path("token/refresh/", views.token_refresh),
    path("token/verify/", views.token_verify),
    path("token/blacklist/", views.token_blacklist),
    path("sliding/", views.token_obtain_sliding),
    path("sliding/refresh/", views.token_refresh_sliding),
    path("me/", Me.as_view()),
    path("stateless/", Stateless.as_view()),
    path("admin/", admin.site.urls),
]
