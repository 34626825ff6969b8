"""Authentication: the four steps, each of which a project may replace."""

from __future__ import annotations

from typing import assert_type

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from rest_framework.request import Request

from drf_signet.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from drf_signet.exceptions import AuthenticationFailed, InvalidHeader, InvalidToken
from drf_signet.models import TokenUser
from drf_signet.tokens import Token
from drf_signet.users import user_of
from typing_tests.use_token_user import ShopUser
from typing_tests.use_tokens import TenantToken


class ShopAuthentication(JWTAuthentication):
    """All four, and narrower than what they override."""

    www_authenticate_realm = "shop"

    def get_header(self, request: Request) -> bytes | None:
        cookie = request.COOKIES.get("access")
        return super().get_header(request) or (f"Bearer {cookie}".encode() if cookie else None)

    def get_raw_token(self, header: bytes) -> bytes | None:
        raw = super().get_raw_token(header)
        if raw is not None and len(raw) > 1_000:
            raise InvalidHeader
        return raw

    def get_validated_token(self, raw_token: bytes) -> TenantToken:
        token = super().get_validated_token(raw_token)
        assert_type(token, Token)
        if not isinstance(token, TenantToken):
            raise InvalidToken({"detail": "Token has no tenant", "tenants": ["acme"]})
        return token

    def get_user(self, validated_token: Token) -> User:
        user = super().get_user(validated_token)
        assert_type(user, AbstractBaseUser | TokenUser)
        if not isinstance(user, User):
            raise AuthenticationFailed("No such user", "user_not_found")
        return user


class ShopStatelessAuthentication(JWTStatelessUserAuthentication):
    """A user class of its own."""

    def get_user(self, validated_token: Token) -> ShopUser:
        assert_type(super().get_user(validated_token), TokenUser)
        return ShopUser(validated_token)


def steps(request: Request) -> None:
    """What each step gives."""
    authentication = JWTAuthentication()
    assert_type(authentication.get_header(request), bytes | None)
    assert_type(authentication.get_raw_token(b""), bytes | None)
    assert_type(authentication.get_validated_token(b""), Token)
    assert_type(authentication.authenticate(request), tuple[AbstractBaseUser | TokenUser, Token] | None)
    assert_type(authentication.authenticate_header(request), str)
    assert_type(JWTStatelessUserAuthentication().get_user(Token()), TokenUser)
    assert_type(ShopAuthentication().get_user(Token()), User)
    assert_type(ShopAuthentication().get_validated_token(b""), TenantToken)
    assert_type(user_of(Token()), AbstractBaseUser)


def unpacked(request: Request) -> AbstractBaseUser | TokenUser | None:
    """The way of whoever calls it by hand, such as a websocket's middleware."""
    found = JWTAuthentication().authenticate(request)
    if found is None:
        return None
    user, token = found
    assert_type(token, Token)
    return user
