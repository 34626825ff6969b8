"""Who may hold a token: the rule of the project, asked at sign-in, refresh and every request that loads the user."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from drf_signet.conf import get_settings, imported
from drf_signet.errors import TokenUserError, UserInactiveError
from drf_signet.user_model import is_row_of

__all__ = ["UserRule", "is_active"]

UserRule = Callable[[AbstractBaseUser], bool]
"""What USER_AUTHENTICATION_RULE names: whether a user may hold a token."""


def is_active(user: AbstractBaseUser) -> bool:
    """The default USER_AUTHENTICATION_RULE: disabled users are out, and a model that disables nobody has none."""
    said: object = getattr(user, "is_active", True)
    return bool(said() if callable(said) else said)


def satisfies_rule(user: AbstractBaseUser) -> bool:
    """Whether USER_AUTHENTICATION_RULE lets *user* in; rows of other models than AUTH_USER_MODEL, `is_active`."""
    is_row = isinstance(cast(object, user), Model)
    if is_row and not is_row_of(user, get_user_model()):
        return is_active(user)
    rule: UserRule = imported(get_settings().USER_AUTHENTICATION_RULE)
    return rule(user)


def check_rule(user: AbstractBaseUser) -> None:
    """Raise `UserInactiveError` for a disabled user that the rule refuses, `TokenUserError` for any other."""
    if not satisfies_rule(user):
        raise TokenUserError if is_active(user) else UserInactiveError
