"""Authentication by a cookie."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.tokens import Token

COOKIE = "access_token"


class PayingJWTAuthentication(JWTAuthentication):
    """Takes the token from a query parameter, and only lets in users who have paid."""

    def get_header(self, request: Request) -> bytes | None:
        """The parameter, as if it were the header."""
        token = request.GET.get("token")
        return None if token is None else b"Bearer " + token.encode()

    def get_user(self, validated_token: Token) -> User:
        """The user that the token names, if it says that the user has paid."""
        user = super().get_user(validated_token)
        if not validated_token.get("paid"):
            raise AuthenticationFailed("Please pay", code="unpaid")
        return user


class CookieJWTAuthentication(JWTAuthentication):
    """Takes the access token from the header or, without one, from a cookie."""

    www_authenticate_realm = "notes"

    def authenticate(self, request: Request) -> tuple[object, Token] | None:
        """The user who sends *request* and the token, or None."""
        header = self.get_header(request)
        raw_token = request.COOKIES.get(COOKIE) if header is None else self.get_raw_token(header)
        if raw_token is None:
            return None
        validated_token = self.get_validated_token(raw_token)
        return self.get_user(validated_token), validated_token
