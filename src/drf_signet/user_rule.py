"""Who may hold a token: the rule of the project, asked at sign-in, refresh and every request that loads the user."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.conf import get_settings, imported
from drf_signet.errors import TokenUserError, UserInactiveError

UserRule = Callable[[AbstractBaseUser], bool]


def is_active(user: AbstractBaseUser) -> bool:
    """The default USER_AUTHENTICATION_RULE: disabled users are out."""
    return user.is_active


def satisfies_rule(user: AbstractBaseUser) -> bool:
    """Whether USER_AUTHENTICATION_RULE lets *user* in."""
    rule: UserRule = imported(get_settings().USER_AUTHENTICATION_RULE)
    return rule(user)


def check_rule(user: AbstractBaseUser) -> None:
    """Raise `UserInactiveError` for a disabled user that the rule refuses, `TokenUserError` for any other."""
    if not satisfies_rule(user):
        raise TokenUserError if user.is_active else UserInactiveError
