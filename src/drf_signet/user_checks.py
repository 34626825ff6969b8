"""What ``manage.py check`` says about the user model: what tokens need of it, and what is in vain with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field

from drf_signet.checks import Check, rule
from drf_signet.conf import NAME
from drf_signet.settings import Settings
from drf_signet.user_identifier import attribute_for, can_name, field_of, has_users, is_unique

NEEDED: Final = ("USERNAME_FIELD", "is_authenticated", "is_anonymous")
"""Attributes of the user model that Django, REST framework or a sign-in asks for."""


@rule
def check_identifier(settings: Settings) -> Iterator[CheckMessage]:
    """E039: a user field whose values can't be read from a token again."""
    field = _identifier(settings)
    if field is not None and not can_name(field):
        yield Error(
            f"{NAME}['USER_ID_FIELD']: the value of {field.name!r}, a {type(field).__name__}, can't be read back from "
            "a token.",
            hint="Use a unique field that holds a number, a word or a UUID.",
            id="signet.E039",
        )


@rule
def check_user_model(settings: Settings) -> Iterator[CheckMessage]:
    """E040: a user model that nobody can sign in with."""
    missing = [name for name in NEEDED if has_users() and not hasattr(get_user_model(), name)]
    if missing:
        yield Error(
            f"{get_user_model()._meta.label}, the AUTH_USER_MODEL, has no {' and no '.join(missing)}.",
            hint="Derive it from django.contrib.auth.base_user.AbstractBaseUser.",
            id="signet.E040",
        )


@rule
def warn_empty_identifier(settings: Settings) -> Iterator[CheckMessage]:
    """W039: a user field that may be empty, so that some users can't sign in."""
    field = _identifier(settings)
    if field is not None and not field.primary_key and (field.null or (field.empty_strings_allowed and field.blank)):
        yield Warning(
            f"{NAME}['USER_ID_FIELD']: {field.name!r} may be empty, and users without a value can't sign in.",
            hint="Use a field that every user has, such as the primary key.",
            id="signet.W039",
        )


@rule
def warn_no_last_login(settings: Settings) -> Iterator[CheckMessage]:
    """W040: a time of the last sign-in that is written nowhere."""
    if not settings.UPDATE_LAST_LOGIN or not has_users():
        return
    try:
        get_user_model()._meta.get_field("last_login")
    except FieldDoesNotExist:
        yield Warning(
            f"{NAME}['UPDATE_LAST_LOGIN'] has no effect: {get_user_model()._meta.label} has no field 'last_login'.",
            hint="Add the field, or remove the setting. Keep it if receivers of user_logged_in need it.",
            id="signet.W040",
        )


def _identifier(settings: Settings) -> Field[Any, Any] | None:
    """The user field, unless E011 reports it."""
    if not has_users():
        return None
    model = get_user_model()
    field = field_of(model, attribute_for(settings.USER_ID_FIELD))
    return field if field is not None and is_unique(model, field) else None


ALWAYS: Final[Sequence[Check]] = (check_identifier, check_user_model, warn_empty_identifier, warn_no_last_login)
