"""
Serializers of the endpoints of sessions. They answer as those without sessions do, and add when the access token
expires.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

from drf_signet import serializers as core
from drf_signet.answering_serializers import ActingSerializer, token_in
from drf_signet.answers import Answers
from drf_signet.conf import get_settings
from drf_signet.fields import PasswordField, TokenField
from drf_signet.serializer_request import client_address_of
from drf_signet.serializers import RefreshingSerializer
from drf_signet.sessions.answers import EXCHANGE_ANSWERS
from drf_signet.sessions.claims import SESSION_CLAIM
from drf_signet.sessions.joined_session import joining
from drf_signet.sessions.methods import methods_of
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import Refreshed, refresh, refresh_in_place, refresh_pair
from drf_signet.sessions.sign_out import sign_out, sign_out_everywhere
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from drf_signet.sessions.user_agent import device_name
from drf_signet.sessions.verification import verify_token
from drf_signet.tokens import Token
from signet_tokens.claims import in_seconds, read_time

__all__ = [
    "LogoutAllSerializer",
    "NonRotatingTokenRefreshSerializer",
    "PasswordField",
    "RotatingTokenRefreshSerializer",
    "SessionSerializer",
    "TokenBlacklistSerializer",
    "TokenField",
    "TokenObtainPairSerializer",
    "TokenObtainSerializer",
    "TokenObtainSlidingSerializer",
    "TokenRefreshSerializer",
    "TokenRefreshSlidingSerializer",
    "TokenVerifySerializer",
]


def seconds_left(token: Token) -> int:
    """``expires_in`` (RFC 6749 section 5.1): for how many seconds *token* is still valid."""
    end = token.payload["exp"]
    if isinstance(end, datetime):
        end = in_seconds({"exp": end})["exp"]
    return int(read_time(end)) - int(token.current_time.timestamp())


class OneSessionSerializer(serializers.Serializer[Any]):
    """All tokens of a user that are made while it validates are of one session, from the device that asks."""

    def run_validation(self, data: Any = empty) -> Any:
        """Validate *data*."""
        request = self.context.get("request")
        with joining(None if request is None else request.META):
            return super().run_validation(data)


class TokenObtainSerializer(OneSessionSerializer, core.TokenObtainSerializer):
    """Accepts credentials. Subclasses say which tokens to issue for them."""


class TokenObtainPairSerializer(OneSessionSerializer, core.TokenObtainPairSerializer):
    """The credentials of a user, for the tokens of a new session."""

    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> RefreshToken:
        """The refresh token for *user*. Claims added here are kept from refresh to refresh; see GET_CLAIMS, too."""
        return cls.token_class.for_user(user)

    def get_tokens(self) -> dict[str, object]:
        """Both tokens, and how long the access token lives."""
        token = self._new_token()
        access = token.access_token
        return {"refresh": self.signed(token), "access": self.signed(access), "expires_in": seconds_left(access)}


class TokenObtainSlidingSerializer(OneSessionSerializer, core.TokenObtainSlidingSerializer):
    """The credentials of a user, for a sliding token of a new session."""

    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> SlidingToken:
        """The sliding token for *user*. Claims added here are kept from refresh to refresh; see GET_CLAIMS, too."""
        return cls.token_class.for_user(user)

    def get_tokens(self) -> dict[str, object]:
        """The one token, and how long it lives."""
        token = self._new_token()
        return {"token": self.signed(token), "expires_in": seconds_left(token)}


class SessionRefreshingSerializer(OneSessionSerializer, RefreshingSerializer):
    """Takes a token that is replaced."""

    answers: ClassVar[Answers] = EXCHANGE_ANSWERS


class TokenRefreshSerializer(SessionRefreshingSerializer):
    """A refresh token, for the next pair of tokens. If ROTATE_REFRESH_TOKENS is False, for an access token alone."""

    refresh = TokenField(label=_("Refresh token"))
    access = serializers.CharField(read_only=True, label=_("Access token"))
    token_class: ClassVar[type[RefreshToken]] = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the access token, and with the refresh token where there is a new one."""
        refreshed = self.exchange(token_in(attrs, "refresh"))
        answer = {"access": self.signed(refreshed.access)}
        next_token = {} if refreshed.refresh is None else {"refresh": self.signed(refreshed.refresh)}
        return {**answer, **next_token, "expires_in": seconds_left(refreshed.access)}

    def exchange(self, raw: str) -> Refreshed:
        """What *raw* is exchanged for, as the setting says."""
        flow = refresh_in_place if get_settings().ROTATE_REFRESH_TOKENS is False else refresh_pair
        return flow(raw, self.token_class, address=client_address_of(self))


class RotatingTokenRefreshSerializer(TokenRefreshSerializer):
    """A refresh token, for the next pair of tokens, whatever ROTATE_REFRESH_TOKENS says."""

    def exchange(self, raw: str) -> Refreshed:
        """Both tokens."""
        return refresh_pair(raw, self.token_class, address=client_address_of(self))


class NonRotatingTokenRefreshSerializer(TokenRefreshSerializer):
    """A refresh token, for an access token, whatever ROTATE_REFRESH_TOKENS says. Nobody notices a stolen one."""

    def exchange(self, raw: str) -> Refreshed:
        """The access token alone, unless *raw* was replaced by an endpoint that rotates."""
        return refresh_in_place(raw, self.token_class, address=client_address_of(self))


class TokenRefreshSlidingSerializer(SessionRefreshingSerializer):
    """A sliding token, for one that expires later."""

    token = TokenField(label=_("Token"))
    token_class: ClassVar[type[SlidingToken]] = SlidingToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, and answer with the new token."""
        token = refresh(token_in(attrs, "token"), self.token_class, address=client_address_of(self))
        return {"token": self.signed(token), "expires_in": seconds_left(token)}


class TokenVerifySerializer(core.TokenVerifySerializer):
    """A token of any type that should be checked, with its session."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify, and answer with nothing."""
        verify_token(token_in(attrs, "token"))
        return {}


class TokenBlacklistSerializer(ActingSerializer):
    """A refresh token of the session to end."""

    refresh = TokenField(write_only=True, label=_("Refresh token"))
    token_class: ClassVar[type[RefreshToken]] = RefreshToken
    _checked: str | None = None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The same, if the token is genuine and in time. Raises `TokenError`. No query."""
        self._checked = token_in(attrs, "refresh")
        self.token_class(self._checked)
        return attrs

    def _token_to_end(self, attrs: dict[str, Any]) -> str:
        """The token in *attrs*. Where ``validate`` of a subclass returned none, the token that it checked before."""
        return token_in({"refresh": self._checked, **attrs}, "refresh")

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """End the session, and answer with nothing."""
        sign_out(self._token_to_end(attrs), self.token_class)
        return {}


class LogoutAllSerializer(TokenBlacklistSerializer):
    """A refresh token of the user to sign out everywhere."""

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """End the sessions, and answer with nothing."""
        sign_out_everywhere(self._token_to_end(attrs), self.token_class)
        return {}


class SessionSerializer(serializers.ModelSerializer[Session]):
    """One session, as its user sees it. It is read-only and holds no secret."""

    device = serializers.SerializerMethodField()
    methods = serializers.SerializerMethodField()
    last_used_at = serializers.DateTimeField(read_only=True)
    current = serializers.SerializerMethodField()

    class Meta:
        """In the order of interest."""

        model = Session
        fields = ("id", "device", "ip", "methods", "created_at", "last_used_at", "expires_at", "current")
        read_only_fields = fields

    def get_device(self, session: Session) -> str:
        """The browser and the operating system, in words."""
        return device_name(session.user_agent)

    def get_methods(self, session: Session) -> list[str]:
        """How the user signed in (RFC 8176); empty where that isn't known."""
        return methods_of(session)

    def get_current(self, session: Session) -> bool:
        """Whether this is the session of the request."""
        request: Request = self.context["request"]
        token: object = request.auth
        return isinstance(token, Token) and token.issuer is None and token.get(SESSION_CLAIM) == str(session.pk)
