"""Serializers of the endpoints while a project adopts tokens: as with sessions, or as before for tokens that stay."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.answering_serializers import token_in
from drf_signet.conf import get_settings
from drf_signet.fields import PasswordField
from drf_signet.serializer_request import client_address_of, http_request_of
from drf_signet.sessions import serializers as sessions
from drf_signet.sessions.claims import SESSION_CLAIM
from drf_signet.sessions.device import device_of, signing_in_by
from drf_signet.sessions.refresh import Refreshed, refresh_in_place, refresh_pair
from drf_signet.sessions.verification import is_refresh_token
from drf_signet.tokens import UntypedToken
from drf_signet_compat.simplejwt import serializers as simplejwt
from drf_signet_compat.simplejwt import tokens as simplejwt_tokens
from drf_signet_compat.simplejwt.adoption.legacy import has_no_session, stays_legacy, stays_without_session
from drf_signet_compat.simplejwt.adoption.tokens import RefreshToken, SignOutToken

__all__ = [
    "LogoutAllSerializer",
    "NonRotatingTokenRefreshSerializer",
    "PasswordField",
    "RotatingTokenRefreshSerializer",
    "TokenBlacklistSerializer",
    "TokenObtainPairSerializer",
    "TokenObtainSerializer",
    "TokenRefreshSerializer",
    "TokenVerifySerializer",
]


class TokenObtainSerializer(sessions.TokenObtainSerializer):
    """Accepts credentials."""


class TokenObtainPairSerializer(TokenObtainSerializer, sessions.TokenObtainPairSerializer):
    """Credentials for a refresh token and an access token: of a new session, where the user is chosen."""

    token_class = RefreshToken
    legacy_token_class: ClassVar[type[simplejwt_tokens.RefreshToken]] = simplejwt_tokens.RefreshToken

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> Any:
        """The refresh token for *user*. Override it to add claims."""
        token_class = cls.legacy_token_class if stays_without_session(user) else cls.token_class
        return token_class.for_user(user)


class AdoptingTokenRefreshSerializer(sessions.TokenRefreshSerializer):
    """A refresh token of either kind for the next tokens of its session; it rotates unless the setting is False."""

    token_class = RefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refresh, from the device that the request comes from."""
        request = http_request_of(self)
        with signing_in_by(partial(device_of, {} if request is None else request.META)):
            return self.answer(attrs)

    def answer(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The answer: that of sessions."""
        return super().validate(attrs)


class TokenRefreshSerializer(AdoptingTokenRefreshSerializer):
    """
    A refresh token for the next pair of tokens; without ROTATE_REFRESH_TOKENS, for an access token.

    A token that isn't rotated stays valid until it expires, as its client expects, unless its session ends.
    """

    legacy_serializer_class: ClassVar[type[simplejwt.TokenRefreshSerializer]] = simplejwt.TokenRefreshSerializer

    def answer(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The answer: that of Simple JWT for a user who isn't chosen yet."""
        raw = token_in(attrs, "refresh")
        if stays_legacy(raw):
            legacy = self.legacy_serializer_class(context=self.context)
            return legacy.validate({**attrs, "refresh": raw})
        return super().answer(attrs)

    def exchange(self, raw: str) -> Refreshed:
        """What *raw* is exchanged for. With Simple JWT, nothing rotates unless the setting says so."""
        flow = refresh_pair if get_settings().ROTATE_REFRESH_TOKENS else refresh_in_place
        return flow(raw, self.token_class, address=client_address_of(self))


class RotatingTokenRefreshSerializer(sessions.RotatingTokenRefreshSerializer, TokenRefreshSerializer):
    """A refresh token for the next pair of tokens, whatever ROTATE_REFRESH_TOKENS says."""


class NonRotatingTokenRefreshSerializer(sessions.NonRotatingTokenRefreshSerializer, TokenRefreshSerializer):
    """A refresh token for an access token, whatever ROTATE_REFRESH_TOKENS says."""


class TokenVerifySerializer(sessions.TokenVerifySerializer):
    """A token of any type, to be told whether it and its session are good. Opens no session."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Verify, and answer with nothing."""
        raw = token_in(attrs, "token")
        token = UntypedToken(raw)
        if has_no_session(token):
            answer: dict[str, Any] = simplejwt.TokenVerifySerializer(context=self.context).validate({"token": raw})
            return answer
        if SESSION_CLAIM in token and not is_refresh_token(token):
            return super().validate(attrs)
        _ = RefreshToken(raw).session
        return {}


class AdoptingTokenBlacklistSerializer(sessions.TokenBlacklistSerializer):
    """A refresh token of either kind, whose session should end."""

    token_class = SignOutToken


class TokenBlacklistSerializer(AdoptingTokenBlacklistSerializer):
    """A refresh token whose session should end; one that stays is put on Simple JWT's blacklist."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The same, if the token is genuine and in time. Raises `TokenError`."""
        self._checked = token_in(attrs, "refresh")
        return attrs if stays_legacy(self._checked) else super().validate(attrs)

    def act(self, attrs: dict[str, Any]) -> dict[str, object]:
        """End the session, and answer with nothing."""
        raw = self._token_to_end(attrs)
        if stays_legacy(raw):
            legacy = simplejwt.TokenBlacklistSerializer(context=self.context)
            answer: dict[str, object] = legacy.validate({"refresh": raw})
            return answer
        return super().act(attrs)


class LogoutAllSerializer(sessions.LogoutAllSerializer):
    """A refresh token whose user signs out everywhere. Tokens that were not adopted yet are not known here."""

    token_class = RefreshToken
