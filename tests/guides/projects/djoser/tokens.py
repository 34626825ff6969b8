"""The claim that the shop has of its own."""
# mypy: ignore-errors

from __future__ import annotations

from rest_framework_simplejwt.serializers import TokenObtainPairSerializer


class ShelfTokenObtainPairSerializer(TokenObtainPairSerializer):
    """The usual tokens, with one more claim."""

    @classmethod
    def get_token(cls, user):
        """The refresh token, from which the claim gets into access tokens."""
        token = super().get_token(user)
        token["shelf"] = f"shelf of {user.username}"
        return token
