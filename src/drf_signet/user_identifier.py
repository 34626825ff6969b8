"""By what a token names its user: the value of USER_ID_FIELD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured

from drf_signet.conf import get_settings

if TYPE_CHECKING:  # checks are loaded before there can be models
    from django.contrib.auth.base_user import AbstractBaseUser


def has_users() -> bool:
    """Whether there is a user model: a service that only verifies tokens needs none."""
    try:
        get_user_model()
    except ImproperlyConfigured:
        return False
    return True


def identifier_field() -> str:
    """The attribute, and the lookup, of the field that USER_ID_FIELD names."""
    return attribute_for(get_settings().USER_ID_FIELD)


def attribute_for(name: str) -> str:
    """
    The attribute of the user model's field *name*.

    "id" is the primary key of a model that has no field of that name. For a field that leads to another row it is the
    column: a row is the identifier of nobody.
    """
    try:
        return str(getattr(get_user_model()._meta.get_field(name), "attname", name))
    except FieldDoesNotExist:
        return "pk" if name == "id" else name


def identifier_of(user: AbstractBaseUser) -> object:
    """What a token says about *user*: None for one that was never saved."""
    return getattr(user, identifier_field())
