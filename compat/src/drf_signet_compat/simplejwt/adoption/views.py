"""The endpoints while tokens are adopted. Name them in ``urls.py`` instead of those of Simple JWT."""

from __future__ import annotations

from drf_signet.answering_views import SerializerClass
from drf_signet.sessions import views
from drf_signet_compat.simplejwt.adoption import serializers
from drf_signet_compat.simplejwt.adoption.refusal_texts import KeptWords

__all__ = [
    "LogoutAllView",
    "LogoutView",
    "NonRotatingTokenRefreshView",
    "RotatingTokenRefreshView",
    "TokenBlacklistView",
    "TokenObtainPairView",
    "TokenRefreshView",
    "TokenVerifyView",
    "logout",
    "logout_all",
    "token_blacklist",
    "token_obtain_pair",
    "token_refresh",
    "token_verify",
]

TokenViewBase = views.TokenViewBase


class TokenObtainPairView(views.TokenObtainPairView):
    """Sign in: exchange credentials for a refresh token and an access token."""

    serializer_class: SerializerClass | None = serializers.TokenObtainPairSerializer


class TokenRefreshView(KeptWords, views.TokenRefreshView):
    """Exchange a refresh token, also one that Simple JWT issued, for new tokens."""

    serializer_class: SerializerClass | None = serializers.TokenRefreshSerializer


class RotatingTokenRefreshView(KeptWords, views.TokenRefreshView):
    """Exchange a refresh token for the next one and an access token, whatever ROTATE_REFRESH_TOKENS says."""

    serializer_class: SerializerClass | None = serializers.RotatingTokenRefreshSerializer


class NonRotatingTokenRefreshView(KeptWords, views.TokenRefreshView):
    """Exchange a refresh token, which stays valid, for an access token, whatever ROTATE_REFRESH_TOKENS says."""

    serializer_class: SerializerClass | None = serializers.NonRotatingTokenRefreshSerializer


class TokenVerifyView(KeptWords, views.TokenVerifyView):
    """Check that a token is valid at this moment. If it has become a session, check its session and user, too."""

    serializer_class: SerializerClass | None = serializers.TokenVerifySerializer


class TokenBlacklistView(KeptWords, views.TokenBlacklistView):
    """End the session of a refresh token, also of one that Simple JWT issued."""

    serializer_class: SerializerClass | None = serializers.TokenBlacklistSerializer


class LogoutView(KeptWords, views.LogoutView):
    """Sign out on this device."""

    serializer_class: SerializerClass | None = serializers.TokenBlacklistSerializer


class LogoutAllView(KeptWords, views.LogoutAllView):
    """Sign out on every device whose token has become a session."""

    serializer_class: SerializerClass | None = serializers.LogoutAllSerializer


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_verify = TokenVerifyView.as_view()
token_blacklist = TokenBlacklistView.as_view()
logout = LogoutView.as_view()
logout_all = LogoutAllView.as_view()
