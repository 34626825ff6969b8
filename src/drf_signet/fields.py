"""The fields that endpoints of every tier take: passwords, and tokens."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from drf_signet.user_identifier import field_of
from signet_tokens.jws import MAXIMUM_LENGTH

MAXIMUM_PASSWORD_LENGTH: Final = 4_096
"""Characters. Hashing is slow on purpose, and must not be made slower by whoever sends more."""


class PasswordField(serializers.CharField):
    """A password, taken as it is: never shown, never trimmed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Password"))
        kwargs.setdefault("style", {"input_type": "password"})
        kwargs.setdefault("max_length", MAXIMUM_PASSWORD_LENGTH)
        super().__init__(write_only=True, trim_whitespace=False, **kwargs)


class TokenField(serializers.CharField):
    """A compact JWS, taken as it is: what was trimmed would no longer be the token that was signed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=MAXIMUM_LENGTH, **kwargs)

    def run_validators(self, value: Any) -> None:
        """Look for characters that no text may have, where there can be any: it takes longer than the signature."""
        if not value.isascii() or "\0" in value or len(value) > MAXIMUM_LENGTH:
            super().run_validators(value)


class IdentifyingField:
    """The name of the field that identifies a user, when it is asked for: the user model's USERNAME_FIELD."""

    def __get__(self, instance: object, owner: type[object]) -> str:
        return get_user_model().USERNAME_FIELD


def form_label_of(name: str) -> str | None:
    """As the user model calls its field *name*, in the active language; None where it has no such field."""
    field = field_of(get_user_model(), name)
    return None if field is None else capfirst(str(field.verbose_name))
