"""What goes in and out: users, and a sign-in that puts one more claim into its tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from rest_framework import serializers

from drf_signet.serializers import TokenObtainPairSerializer
from drf_signet.tokens import RefreshToken


class NamedTokenObtainPairSerializer(TokenObtainPairSerializer):
    """Sign-in whose tokens tell a front end whom to greet."""

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> RefreshToken:
        """The usual token and the claim ``username``. Whoever holds a token can read its claims: no secrets here."""
        token = super().get_token(user)
        token["username"] = user.get_username()
        return token


class UserSerializer(serializers.ModelSerializer[User]):
    """A user. The password goes in, and never comes out."""

    class Meta:
        model = User
        fields = ("id", "username", "email", "password")
        extra_kwargs = {"password": {"write_only": True, "style": {"input_type": "password"}}}

    def validate_password(self, password: str) -> str:
        """Demand what AUTH_PASSWORD_VALIDATORS demand."""
        validate_password(password, self.instance if isinstance(self.instance, User) else None)
        return password

    def create(self, validated_data: dict[str, Any]) -> User:
        """Create the user. `create_user` hashes the password; `create` would store it as it is."""
        return User.objects.create_user(**validated_data)

    def update(self, instance: User, validated_data: dict[str, Any]) -> User:
        """Update the user, and hash the password if there is a new one."""
        if "password" in validated_data:
            instance.set_password(validated_data.pop("password"))
        return super().update(instance, validated_data)
