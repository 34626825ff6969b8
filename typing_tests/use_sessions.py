"""Sessions: tokens that you can revoke, with claims, permissions and receivers of the project's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, assert_type

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.utils import timezone
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from drf_signet.sessions.authentication import JWTAuthentication, JWTStatelessUserAuthentication
from drf_signet.sessions.device import Device, device_of, signing_in_from
from drf_signet.sessions.ending import end, end_all, end_others
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.permissions import RecentSignIn
from drf_signet.sessions.refresh import refresh
from drf_signet.sessions.serializers import TokenObtainPairSerializer, TokenObtainSerializer, TokenRefreshSerializer
from drf_signet.sessions.sign_out import sign_out, sign_out_everywhere
from drf_signet.sessions.signals import session_opened
from drf_signet.sessions.testing import access_token_for, client_for, refresh_token_for
from drf_signet.sessions.tokens import AccessToken as SessionAccessToken
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.sessions.views import TokenObtainPairView, TokenRefreshView
from drf_signet.tokens import AccessToken


class ShopRefreshToken(RefreshToken):
    """With fresh claims, and a lifetime of its own."""

    lifetime = timedelta(days=7)

    @classmethod
    def get_claims(cls, user: AbstractBaseUser) -> Mapping[str, object]:
        return {**super().get_claims(user), "name": user.get_username()}


class ShopPairSerializer(TokenObtainPairSerializer):
    """One that keeps a claim."""

    token_class = ShopRefreshToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> RefreshToken:
        token = super().get_token(user)
        token["tenant"] = "north"
        return token


class ShopRefreshSerializer(TokenRefreshSerializer):
    """Its counterpart."""

    token_class = ShopRefreshToken


class ShopPairView(TokenObtainPairView):
    serializer_class = ShopPairSerializer


class ShopRefreshView(TokenRefreshView):
    serializer_class = ShopRefreshSerializer


class VeryRecentSignIn(RecentSignIn):
    """Stricter than the default."""

    max_age: ClassVar[timedelta] = timedelta(minutes=1)


class Account(APIView):
    """Asks for a recent sign-in."""

    authentication_classes = (JWTAuthentication, JWTStatelessUserAuthentication)
    permission_classes = (IsAuthenticated, VeryRecentSignIn)

    def delete(self, request: Request) -> Response:
        return Response(status=204)


@receiver(session_opened)
def greet(session: Session, **kwargs: object) -> None:
    # What a column holds is known to mypy alone, by its plugin.
    assert_type(session.ip, str | None)  # pyright: ignore[reportUnknownMemberType, reportAssertTypeFailure]


def tokens_of(user: User, raw: str, request: Request) -> None:
    with signing_in_from(device_of(request.META)):
        token = ShopRefreshToken.for_user(user)
    assert_type(token, ShopRefreshToken)
    assert_type(token.session, Session)
    assert_type(token.access_token, AccessToken)
    assert_type(refresh(raw, ShopRefreshToken), ShopRefreshToken)
    assert_type(refresh(raw, SlidingToken, now=timezone.now()), SlidingToken)
    RefreshToken(raw).blacklist()
    sign_out(raw, RefreshToken)
    sign_out_everywhere(raw, RefreshToken)
    with signing_in_from(Device("a watch", "192.0.2.7")):
        SlidingToken.for_user(user)


def end_sessions(session: Session, user: User) -> None:
    end(session)
    end(session, Reason.ENDED_BY_ADMIN, timezone.now())
    assert_type(end_others(session, Reason.LOGOUT, timezone.now()), int)
    assert_type(end_all(user), int)
    assert_type(end_all(user, Reason.LOGOUT_ALL, timezone.now()), int)


def in_tests(user: User) -> None:
    assert_type(refresh_token_for(user, {"tenant": "north"}), RefreshToken)
    assert_type(access_token_for(user, lifetime=timedelta(seconds=-1)), AccessToken)
    assert_type(client_for(user), APIClient)


class LoginSerializer(TokenObtainSerializer):
    """An answer of the project's own, one level up."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        super().validate(attrs)
        access = ShopAccessToken.for_user(self.user)
        assert_type(access, ShopAccessToken)
        return {"access": str(access)}


class ShopAccessToken(SessionAccessToken):
    """Lives longer."""

    lifetime = timedelta(hours=1)


class LongShopRefreshToken(RefreshToken):
    """With access tokens of either kind."""

    access_token_class = ShopAccessToken


class PlainShopRefreshToken(RefreshToken):
    """As before there was a class of sessions for them."""

    access_token_class = AccessToken


def at_sign_up(request: Request, user: User) -> str:
    """The device is known."""
    with joining(request.META):
        token = RefreshToken.for_user(user)
        assert_type(token.access_token, AccessToken)
        return str(token)
