"""Every endpoint of the library, and three views of the project's own."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet import views
from drf_signet.authentication import JWTStatelessUserAuthentication


class WhoAmI(APIView):
    """Says whom the request is from."""

    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The identifier and the class of the user."""
        return Response({"id": str(request.user.pk), "class": type(request.user).__name__})


class StatelessWhoAmI(WhoAmI):
    """The same without a query."""

    authentication_classes = (JWTStatelessUserAuthentication,)


class Open(WhoAmI):
    """Open to everybody."""

    permission_classes = ()


urlpatterns = [
    path("api/", include("drf_signet.urls")),
    path("api/sliding/", views.token_obtain_sliding, name="token_obtain_sliding"),
    path("api/sliding/refresh/", views.token_refresh_sliding, name="token_refresh_sliding"),
    path("whoami/", WhoAmI.as_view(), name="whoami"),
    path("stateless/", StatelessWhoAmI.as_view(), name="stateless"),
    path("open/", Open.as_view(), name="open"),
]
