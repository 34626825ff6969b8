"""Tokens for a user who didn't sign in with a password just now: after a sign-up, or out of your own code."""

from __future__ import annotations

from django.contrib.auth.models import User

from api.serializers import NamedTokenObtainPairSerializer


def get_tokens_for_user(user: User) -> dict[str, str]:
    """A refresh token and an access token for *user*."""
    # RefreshToken.for_user(user) would do, without the claims that this project adds at sign-in.
    refresh = NamedTokenObtainPairSerializer.get_token(user)
    return {"refresh": str(refresh), "access": str(refresh.access_token)}
