"""What goes over the wire: notes, and tokens with claims of this project."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from rest_framework import serializers
from rest_framework_simplejwt.serializers import (
    TokenObtainPairSerializer,
    TokenObtainSerializer,
    TokenObtainSlidingSerializer,
    TokenRefreshSerializer,
)
from rest_framework_simplejwt.tokens import AccessToken, Token

from notes.models import Note
from notes.sign_in import RankedRefreshToken


class NoteSerializer(serializers.ModelSerializer):
    """A note, without its owner, who is the one who asks."""

    class Meta:
        """All but the owner."""

        model = Note
        fields = ["id", "text"]


class MyTokenObtainPairSerializer(TokenObtainPairSerializer):
    """A pair of tokens with the user's name and rank."""

    @classmethod
    def get_token(cls, user: User) -> Token:
        """The refresh token, from which the access token takes its claims."""
        token = super().get_token(user)
        token["username"] = user.get_username()
        token["is_staff"] = user.is_staff
        return token


class MyTokenObtainSlidingSerializer(TokenObtainSlidingSerializer):
    """A sliding token with the user's name."""

    @classmethod
    def get_token(cls, user: User) -> Token:
        """The sliding token."""
        token = super().get_token(user)
        token["username"] = user.get_username()
        return token


class LoginSerializer(MyTokenObtainPairSerializer):
    """A pair of tokens for anyone who has signed in, and a sentence of our own for anyone who hasn't."""

    default_error_messages = {"no_active_account": "Who are you?"}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Add the user to the answer."""
        data = super().validate(attrs)
        data["user"] = {"id": self.user.pk, "username": self.user.get_username()}
        return data


class AccessOnlySerializer(TokenObtainSerializer):
    """One access token and nothing to refresh it with."""

    token_class = AccessToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        """Answer with the token alone."""
        super().validate(attrs)
        return {"key": str(self.get_token(self.user))}


class EmailLoginSerializer(TokenObtainPairSerializer):
    """A pair of tokens for an address and a password."""

    username_field = "email"


class RememberedLoginSerializer(TokenObtainPairSerializer):
    """A pair of tokens of a class of our own, which last longer where the client asks for it."""

    token_class = RankedRefreshToken
    remember = serializers.BooleanField(default=False, write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        """Make the pair anew with another end."""
        data = super().validate(attrs)
        if attrs["remember"]:
            refresh = self.get_token(self.user)
            refresh.set_exp(lifetime=timedelta(days=90))
            data = {"refresh": str(refresh), "access": str(refresh.access_token)}
        return data


class FreshRefreshSerializer(TokenRefreshSerializer):
    """A refresh that looks the user's name up again."""

    token_class = RankedRefreshToken

    def validate(self, attrs: dict[str, Any]) -> dict[str, str]:
        """Replace the claim in the new access token."""
        data = super().validate(attrs)
        access = AccessToken(data["access"])
        access["username"] = User.objects.get(pk=access["user_id"]).get_username()
        return {**data, "access": str(access)}


class TokenObtainPairResponseSerializer(serializers.Serializer):
    """What a sign-in answers, for the schema."""

    access = serializers.CharField()
    refresh = serializers.CharField()
