"""Sign-in and refresh with this project's own tokens."""

from __future__ import annotations

from api.tokens import RefreshToken
from drf_signet.sessions import serializers


class TokenObtainPairSerializer(serializers.TokenObtainPairSerializer):
    """Signs in with the credentials."""

    token_class = RefreshToken


class TokenRefreshSerializer(serializers.TokenRefreshSerializer):
    """Refreshes. With the library's own class, the claims would be gone after the first refresh."""

    token_class = RefreshToken
