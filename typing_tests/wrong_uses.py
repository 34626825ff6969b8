"""
Uses that a type checker has to refuse. Each line names the error. A line that is accepted is an error itself, because
the project's mypy warns about an ignore that ignores nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from rest_framework.request import Request

from drf_signet.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from drf_signet.conf import get_settings
from drf_signet.errors import TokenError
from drf_signet.exceptions import InvalidToken
from drf_signet.models import TokenUser
from drf_signet.refresh import refresh_pair
from drf_signet.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from drf_signet.settings import Settings
from drf_signet.testing import access_token_for, bearer, client_for
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, Token
from drf_signet.user_rule import UserRule
from drf_signet.views import TokenRefreshView, TokenViewBase
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey


def wrong_arguments(user: User, raw: str, token: AccessToken) -> None:
    """Values of the wrong type."""
    AccessToken(123)  # type: ignore[arg-type]
    AccessToken(raw, "verify")  # type: ignore[call-arg, arg-type]
    AccessToken(raw, now=0)  # type: ignore[arg-type]
    AccessToken.for_user("ada")  # type: ignore[arg-type]
    AccessToken.for_user(AnonymousUser())  # type: ignore[arg-type]
    token.set_exp(lifetime=3600)  # type: ignore[arg-type]
    token[1] = "one"  # type: ignore[index]
    refresh_pair(raw, SlidingToken)  # type: ignore[arg-type]
    bearer(raw)  # type: ignore[arg-type]
    client_for(user, ["role"])  # type: ignore[arg-type]
    access_token_for(user, lifetime=-1)  # type: ignore[arg-type]
    JWTAuthentication().get_validated_token(raw)  # type: ignore[arg-type]
    InvalidToken(401)  # type: ignore[arg-type]
    TokenUser(raw)  # type: ignore[arg-type]
    SigningKey.load(None, "HS256")  # type: ignore[arg-type]
    KeyRing(["a secret"])  # type: ignore[list-item]
    Settings(ALGORITHM="none")  # type: ignore[arg-type]
    Settings(LIFETIME=timedelta())  # type: ignore[call-arg]


def wrong_results(
    user: User, token: RefreshToken, authentication: JWTAuthentication, request: Request
) -> tuple[object, ...]:
    """Values taken for another type than the one they have."""
    tenant: str = token["tenant"]  # type: ignore[assignment]
    scopes = token.get("scopes", []).append("read")  # type: ignore[attr-defined]
    late = token["exp"] < 0  # type: ignore[operator]
    access: str = token.access_token  # type: ignore[assignment]
    refresh: RefreshToken = AccessToken.for_user(user)  # type: ignore[assignment]
    name: str = TokenUser(token).first_name  # type: ignore[assignment]
    found, used = authentication.authenticate(request)  # type: ignore[misc]
    seconds: int = AccessToken.lifetime  # type: ignore[assignment]
    key = b"" + get_settings().SIGNING_KEY  # type: ignore[operator]
    return (tenant, scopes, late, access, refresh, name, found, used, seconds, key)


def wrong_changes(token: RefreshToken, user: TokenUser) -> None:
    """Writing where there is nothing to write."""
    token.access_token = AccessToken()  # type: ignore[misc]
    token.current_time = None  # type: ignore[assignment]
    token.access_tokn  # type: ignore[attr-defined]  # noqa: B018
    user.id = "1"  # type: ignore[misc]
    user.claims["tenant"] = "acme"  # type: ignore[index]
    get_settings().LEEWAY = 5  # type: ignore[misc]
    TokenError().code = "other"  # type: ignore[misc]


class NumberLifetimeToken(AccessToken):
    """A lifetime is no number."""

    lifetime = 3600  # type: ignore[assignment]


class WrongAccessClass(RefreshToken):
    """A refresh token gives access tokens."""

    access_token_class = SlidingToken  # type: ignore[assignment]


class WrongPairSerializer(TokenObtainPairSerializer):
    """A pair is made from a refresh token."""

    token_class = AccessToken  # type: ignore[assignment]

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> dict[str, str]:  # type: ignore[override]
        return {"refresh": str(super().get_token(user))}


class WrongRefreshSerializer(TokenRefreshSerializer):
    """Its `validate` gets a dict."""

    token_class = SlidingToken  # type: ignore[assignment]

    def validate(self, attrs: dict[str, Any]) -> str:  # type: ignore[override]
        return str(attrs["refresh"])


class WrongView(TokenViewBase):
    """Classes are given as classes, and in a sequence."""

    serializer_class = WrongPairSerializer()  # type: ignore[assignment]
    authentication_classes = JWTAuthentication  # type: ignore[assignment]
    permission_classes = ("IsAuthenticated",)  # type: ignore[assignment]


class WrongAnswerView(TokenRefreshView):
    """An answer is a response."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> dict[str, str]:  # type: ignore[override]
        return {}


class WrongAuthentication(JWTAuthentication):
    """Steps that fit into no other step."""

    def get_header(self, request: Request) -> str | None:  # type: ignore[override]
        return request.headers.get("Authorization")

    def get_user(self, validated_token: AccessToken) -> User:  # type: ignore[override]
        raise NotImplementedError


class WrongStatelessAuthentication(JWTStatelessUserAuthentication):
    """A user of a token is no user of the database."""

    def get_user(self, validated_token: Token) -> User:  # type: ignore[override]
        raise NotImplementedError


class WrongTokenUser(TokenUser):
    """An identifier is text."""

    @property
    def id(self) -> int:  # type: ignore[override]
        return 1


def staff(user: User) -> bool:
    """A rule for the project's own user class alone, which is not what the library promises to call it with."""
    return user.is_staff


WRONG_RULE: UserRule = staff  # type: ignore[assignment]
