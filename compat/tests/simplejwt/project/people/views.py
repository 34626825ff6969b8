"""Views behind tokens."""

from __future__ import annotations

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTStatelessUserAuthentication


class MeView(APIView):
    """The person who asks."""

    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        """The person, and the kind of token."""
        return Response({"email": request.user.email, "token": type(request.auth).__name__})


class CallerView(APIView):
    """The caller, by the token alone."""

    authentication_classes = [JWTStatelessUserAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request: Request) -> Response:
        """The label of the token's user."""
        return Response({"label": request.user.label})
