"""Names that serializers of projects import from the module of this name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from rest_framework import serializers


class Serializer(serializers.Serializer[Any]):
    """A serializer that calls what it validated ``object``, too."""

    @property
    def object(self) -> Any:
        """What was validated."""
        return self.validated_data


class PasswordField(serializers.CharField):
    """A field that is hidden while it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["style"] = {**kwargs.get("style", {}), "input_type": "password"}
        super().__init__(**kwargs)


def get_username_field() -> str:
    """The name of the field that identifies a user."""
    return get_user_model().USERNAME_FIELD


def get_username(user: AbstractBaseUser) -> str:
    """What identifies *user*."""
    return user.get_username()
