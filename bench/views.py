"""The view for measuring authentication: it answers with the user's identifier."""

from __future__ import annotations

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.packages import SIGNET, SIMPLE_JWT, View


class WhoAmI(APIView):
    """Says whom the request is from."""

    def get(self, request: Request) -> Response:
        """The identifier, or null."""
        return Response({"user": request.user.pk})


def behind(authentication: type[BaseAuthentication] | None) -> View:
    """The view for users whom *authentication* knows; open to everybody where there is none."""
    classes: list[type[BaseAuthentication]] = [authentication] if authentication else []
    permissions: list[type[BasePermission]] = [IsAuthenticated if authentication else AllowAny]
    return WhoAmI.as_view(authentication_classes=classes, permission_classes=permissions)


OPEN = behind(None)
STATELESS = {package: behind(package.stateless) for package in (SIGNET, SIMPLE_JWT)}
WITH_USER = {package: behind(package.with_user) for package in (SIGNET, SIMPLE_JWT)}
