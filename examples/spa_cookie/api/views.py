"""A protected view, and sign-in and refresh with this project's own claims."""

from __future__ import annotations

from typing import cast

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from drf_signet.sessions.browser import views
from drf_signet.tokens import Token


class HelloView(APIView):
    """Greets whoever shows a token, by what the token says: the database isn't asked."""

    def get(self, request: Request) -> Response:
        """200 with a greeting; 401 without a token."""
        token = cast(Token, request.auth)  # which it is for each of Signet's classes
        name = f"{token.get('first_name', '')} {token.get('last_name', '')}".strip()
        return Response({"message": f"Hello, {name or token.get('email', 'you')}"})


class TokenObtainPairView(views.TokenObtainPairView):
    """Sign in: the access token in the body, the refresh token in the cookie."""

    serializer_class = TokenObtainPairSerializer


class TokenRefreshView(views.TokenRefreshView):
    """Exchange the cookie for the next one, and a new access token."""

    serializer_class = TokenRefreshSerializer
