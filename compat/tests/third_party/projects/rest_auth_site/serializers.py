"""Tokens with a claim of the project's own."""

from __future__ import annotations

from django.contrib.auth.models import User
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer
from rest_framework_simplejwt.tokens import Token


class NamedTokenObtainPairSerializer(TokenObtainPairSerializer):
    """A pair of tokens with the user's first name."""

    @classmethod
    def get_token(cls, user: User) -> Token:
        """The refresh token, from which the access token takes its claims."""
        token = super().get_token(user)
        token["name"] = user.first_name
        return token
