"""Serializers that the settings name."""

from __future__ import annotations

from typing import Any

from rest_framework_simplejwt.serializers import TokenRefreshSerializer, TokenVerifySerializer
from rest_framework_simplejwt.tokens import AccessToken, UntypedToken


class RefreshWithTimeSerializer(TokenRefreshSerializer):
    """A refresh that says when its access token ends."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Add the time to the answer."""
        data = super().validate(attrs)
        return {**data, "access_expires": AccessToken(data["access"])["exp"]}


class VerifyWithTypeSerializer(TokenVerifySerializer):
    """A verification that says which kind of token it was."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Add the kind to the answer."""
        super().validate(attrs)
        return {"use": UntypedToken(attrs["token"])["use"]}
