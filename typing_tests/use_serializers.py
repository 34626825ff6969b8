"""Serializers: claims and fields of the project's own."""

from __future__ import annotations

from typing import Any, assert_type

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from rest_framework import serializers

from drf_signet.serializers import (
    PasswordField,
    TokenField,
    TokenObtainPairSerializer,
    TokenObtainSerializer,
    TokenObtainSlidingSerializer,
    TokenRefreshSerializer,
    TokenRefreshSlidingSerializer,
    TokenVerifySerializer,
)
from drf_signet.tokens import AccessToken, RefreshToken, SlidingToken, UntypedToken
from typing_tests.use_tokens import HourRefreshToken


class NamedPairSerializer(TokenObtainPairSerializer):
    """The override that every quick start shows."""

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> RefreshToken:
        token = super().get_token(user)
        assert_type(token, RefreshToken)
        token["name"] = user.get_username()
        if isinstance(user, User):
            token["full_name"] = user.get_full_name()
        return token


class NamedSlidingSerializer(TokenObtainSlidingSerializer):
    """The same for sliding tokens."""

    @classmethod
    def get_token(cls, user: AbstractBaseUser) -> SlidingToken:
        token = super().get_token(user)
        assert_type(token, SlidingToken)
        token["name"] = user.get_username()
        return token


class HourPairSerializer(TokenObtainPairSerializer):
    """Another token class, one more field, and one more key in the answer."""

    token_class = HourRefreshToken
    code = serializers.CharField(write_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        answer = super().validate(attrs)
        assert_type(self.user, AbstractBaseUser)
        assert_type(self.username_field, str)
        return {**answer, "last_login": self.user.last_login}


class AccessOnlySerializer(TokenObtainSerializer):
    """An answer of the project's own."""

    token_class = AccessToken

    def get_tokens(self) -> dict[str, object]:
        return {"access": str(self.get_token(self.user)), "lifetime": AccessToken.lifetime.total_seconds()}


class HourRefreshSerializer(TokenRefreshSerializer):
    """The refresh that goes with `HourPairSerializer`."""

    token_class = HourRefreshToken


class NarrowVerifySerializer(TokenVerifySerializer):
    """Looks at a claim as well."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        super().validate(attrs)
        if "tenant" not in UntypedToken(attrs["token"]):
            raise serializers.ValidationError("no tenant")
        return {}


class PasswordChangeSerializer(serializers.Serializer[User]):
    """The two fields serve elsewhere, too."""

    token = TokenField()
    old = PasswordField()
    new = PasswordField(min_length=12)


def names(user: User) -> None:
    """What the classmethods give."""
    assert_type(NamedPairSerializer.get_token(user), RefreshToken)
    assert_type(NamedSlidingSerializer.get_token(user), SlidingToken)
    assert_type(TokenRefreshSerializer.token_class, type[RefreshToken])
    assert_type(TokenRefreshSlidingSerializer.token_class, type[SlidingToken])
    assert_type(NamedPairSerializer().get_tokens(), dict[str, object])
