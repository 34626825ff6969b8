"""Tokens that are made by hand."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from rest_framework_simplejwt.exceptions import AuthenticationFailed
from rest_framework_simplejwt.tokens import AccessToken, BlacklistMixin, RefreshToken, Token


class ExportToken(AccessToken):
    """Opens one download for a minute."""

    token_type = "export"
    lifetime = timedelta(minutes=1)


class DeviceRefreshToken(RefreshToken):
    """Stays on a device for a year; its access tokens don't say which one."""

    lifetime = timedelta(days=365)
    no_copy_claims = (*RefreshToken.no_copy_claims, "device")
    access_token_class = ExportToken


class RankedRefreshToken(RefreshToken):
    """Knows the user's rank; its access tokens say that they come from such a token."""

    @classmethod
    def for_user(cls, user: User) -> RankedRefreshToken:
        """As usual, with the rank."""
        token = super().for_user(user)
        token["is_staff"] = user.is_staff
        return token

    @property
    def access_token(self) -> AccessToken:
        """As usual, with a claim that the refresh token doesn't have."""
        access = super().access_token
        access["made_by"] = "refresh"
        return access


class InvitationToken(BlacklistMixin["InvitationToken"], Token):
    """Can be accepted once."""

    token_type = "invitation"
    lifetime = timedelta(days=7)


class RevocableAccessToken(BlacklistMixin, AccessToken):
    """An access token that can be revoked."""


def get_tokens_for_user(user: User) -> dict[str, str]:
    """A pair of tokens for *user*, who must be active."""
    if not user.is_active:
        raise AuthenticationFailed("User is not active")
    refresh = RefreshToken.for_user(user)
    return {"refresh": str(refresh), "access": str(refresh.access_token)}
