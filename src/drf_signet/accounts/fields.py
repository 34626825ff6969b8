"""What the endpoints of accounts take in each field. Odd input is a 400 under the name of the field."""

from __future__ import annotations

import unicodedata
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.db.models import Field as ModelField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from drf_signet.accounts.input_rules import refuse_confusable, refuse_hidden, refuse_odd_address
from drf_signet.accounts.links import TOKEN_LENGTH
from drf_signet.accounts.models import ADDRESS_LENGTH
from drf_signet.accounts.pending_sign_ups import is_name_reserved, is_reserved
from drf_signet.accounts.usernames import is_name_taken
from drf_signet.fields import PasswordField
from drf_signet.known_places import LONGEST_NAME

__all__ = [
    "EmailAddressField",
    "LinkTokenField",
    "NameField",
    "NewPasswordField",
    "UnreservedValidator",
    "UsernameField",
]

NEW_PASSWORD_LENGTH: Final = 1_024
"""Characters. Every one of them counts: nothing is cut off."""

Rule = TypeVar("Rule")


class EmailAddressField(serializers.EmailField):
    """An e-mail address, in lower case. The field never reveals whether somebody has it."""

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(max_length=min(max_length or ADDRESS_LENGTH, ADDRESS_LENGTH), **kwargs)

    def to_internal_value(self, data: Any) -> str:
        """The address as it is stored."""
        value = str(super().to_internal_value(data))
        # Other letters are left as they are, to be refused: the lower case of some is a letter of ASCII.
        return value.lower() if value.isascii() else value

    def run_validators(self, value: Any) -> None:
        """Say once what is wrong with an address."""
        try:
            refuse_odd_address(value)
        except DjangoValidationError as error:
            raise serializers.ValidationError(error.messages, "invalid") from None
        super().run_validators(value)


def address_rules(model_field: ModelField[Any, Any]) -> dict[str, Any]:
    """
    What an `EmailAddressField` is told of *model_field*: how long it is, and what the project takes.

    Not that it is unique: that would tell who has an address.
    """
    own = [one for one in model_field.validators if not isinstance(one, (EmailValidator, MaxLengthValidator))]
    rules = {"validators": own} if own else {}
    return {"max_length": model_field.max_length, **rules}


class NameField(serializers.CharField):
    """A name of a user, or the like: any script, and nothing that can't be seen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(refuse_hidden)


class UsernameField(NameField):
    """What is to identify a user to others, so nothing that only looks like it, or like that of another user."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(refuse_confusable)

    def to_internal_value(self, data: Any) -> str:
        """The name as it is stored and compared: normalized (Unicode's NFKC), as Django does before it looks it up."""
        value = str(super().to_internal_value(data))
        # To normalize a long one takes very long, and it is refused anyway.
        return value if len(value) > (self.max_length or LONGEST_NAME) else unicodedata.normalize("NFKC", value)

    def run_validators(self, value: Any) -> None:
        """Ask last, and once, whether it is somebody else's."""
        super().run_validators(value)
        but_for = getattr(self.parent, "instance", None)
        if is_name_taken(value, but_for) or is_name_reserved(value, timezone.now()):
            raise serializers.ValidationError(_("A user with that name already exists."), code="unique")


class NewPasswordField(PasswordField):
    """A password to be set. AUTH_PASSWORD_VALIDATORS are asked where the user is known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=NEW_PASSWORD_LENGTH, **kwargs)


class LinkTokenField(serializers.CharField):
    """The token of a link."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=TOKEN_LENGTH, write_only=True, **kwargs)


class UnreservedValidator(UniqueValidator):
    """Refuses, in the same words, what is somebody's and what another sign-up waits with."""

    def __call__(self, value: Any, serializer_field: serializers.Field[Any, Any, Any, Any]) -> None:
        """Raise DRF's `ValidationError`. One query more than its base."""
        super().__call__(value, serializer_field)
        if is_reserved(serializer_field.source_attrs[-1], value, timezone.now()):
            raise serializers.ValidationError(self.message, code="unique")


def also_unreserved(validator: Rule) -> Rule | UnreservedValidator:
    """*validator*, or in the place of one for what has to be unique, one that looks at sign-ups, too."""
    # What a project derives from it has rules of its own.
    if isinstance(validator, UniqueValidator) and type(validator) is UniqueValidator:
        return UnreservedValidator(validator.queryset, validator.message, validator.lookup)
    return validator
