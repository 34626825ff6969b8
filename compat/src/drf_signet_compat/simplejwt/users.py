"""From the claim that names a user to the user: one query, whatever the claim holds."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Manager

from drf_signet.errors import UserNotFoundError
from drf_signet.user_identifier import attribute_for
from drf_signet.users import look_up
from drf_signet_compat.simplejwt.settings import api_settings


def find_user(manager: Manager[AbstractBaseUser], identifier: object) -> AbstractBaseUser | None:
    """The user of *manager* whom *identifier* names, or None, also for what can't be the identifier of any user."""
    try:
        return look_up(lambda value: manager.get(**{attribute_for(api_settings.USER_ID_FIELD): value}), identifier)
    except UserNotFoundError:
        return None


def users_of(model: type[AbstractBaseUser]) -> Manager[AbstractBaseUser]:
    """The manager that Simple JWT asks: ``objects``, or the default one of a *model* that has none of that name."""
    manager: Manager[AbstractBaseUser] = getattr(model, "objects", model._default_manager)
    return manager
