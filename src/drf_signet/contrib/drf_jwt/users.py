"""From what a token says to the user it says it of. A claim that can be no user's is answered like an unknown one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError

from drf_signet.errors import UserInactiveError, UserNotFoundError


def active_user_named(username: object) -> AbstractBaseUser:
    """The user whose USERNAME_FIELD is *username*. Raises `UserNotFoundError` or `UserInactiveError`."""
    user = user_named(username)
    if not user.is_active:
        raise UserInactiveError
    return user


def user_named(username: object) -> AbstractBaseUser:
    """The same, active or not."""
    manager: Any = get_user_model()._default_manager
    return _found(manager.get_by_natural_key, username)


def user_with_key(primary_key: object) -> AbstractBaseUser:
    """The user with *primary_key*. Raises `UserNotFoundError`."""
    manager: Any = get_user_model()._default_manager
    return _found(lambda value: manager.get(pk=value), primary_key)


def _found(find: Callable[[object], AbstractBaseUser], value: object) -> AbstractBaseUser:
    if not _can_be_asked_for(value):
        raise UserNotFoundError
    try:
        return find(value)
    except (ObjectDoesNotExist, ValueError, TypeError, OverflowError, ValidationError, DataError):
        raise UserNotFoundError from None


def _can_be_asked_for(value: object) -> bool:
    """Whether every database takes *value* as a parameter: a failed statement would spoil an open transaction."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    return isinstance(value, int) and not isinstance(value, bool)
