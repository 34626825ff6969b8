"""Authentication by a cookie."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.tokens import Token

COOKIE = "access_token"


class PayingJWTAuthentication(JWTAuthentication):
    """Takes the token from a query parameter, and lets in only who has paid."""

    def get_header(self, request: Request) -> bytes | None:
        """As if the parameter were the header."""
        token = request.GET.get("token")
        return None if token is None else b"Bearer " + token.encode()

    def get_user(self, validated_token: Token) -> User:
        """Whom the token names, where it says that the user has paid."""
        user = super().get_user(validated_token)
        if not validated_token.get("paid"):
            raise AuthenticationFailed("Please pay", code="unpaid")
        return user


class CookieJWTAuthentication(JWTAuthentication):
    """Takes the access token from the header or, where there is none, from a cookie."""

    www_authenticate_realm = "notes"

    def authenticate(self, request: Request) -> tuple[object, Token] | None:
        """Who sends *request*, or None."""
        header = self.get_header(request)
        raw_token = request.COOKIES.get(COOKIE) if header is None else self.get_raw_token(header)
        if raw_token is None:
            return None
        validated_token = self.get_validated_token(raw_token)
        return self.get_user(validated_token), validated_token
