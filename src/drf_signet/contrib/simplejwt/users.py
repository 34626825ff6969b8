"""From the claim that names a user to the user: one query, whatever the claim holds."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Manager

from drf_signet.contrib.simplejwt.settings import api_settings


def find_user(manager: Manager[AbstractBaseUser], identifier: object) -> AbstractBaseUser | None:
    """The user of *manager* whom *identifier* names, or None, also for what can't be the identifier of any user."""
    if not _can_be_identifier(identifier):
        return None
    try:
        return manager.get(**{api_settings.USER_ID_FIELD: identifier})
    except (manager.model.DoesNotExist, ValueError, TypeError, OverflowError, ValidationError, DataError):
        return None


def _can_be_identifier(value: object) -> bool:
    """Whether every database takes *value* as a parameter: a failed statement would spoil an open transaction."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    return isinstance(value, int) and not isinstance(value, bool)
