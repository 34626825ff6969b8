"""The endpoints of accounts and sessions, and one that reads no row of a session."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.sessions.authentication import JWTStatelessUserAuthentication


@api_view()
@authentication_classes([JWTStatelessUserAuthentication])
@permission_classes([IsAuthenticated])
def stateless(request: Request) -> Response:
    """The user of the token."""
    return Response({"user": request.user.pk})


urlpatterns = [
    path("api/", include("drf_signet.accounts.urls")),
    path("api/", include("drf_signet.sessions.urls")),
    path("stateless/", stateless),
]
