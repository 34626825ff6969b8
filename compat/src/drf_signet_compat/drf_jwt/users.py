"""From what a token says to the user it says it of. A claim that can be no user's is answered like an unknown one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from drf_signet.errors import UserInactiveError, UserNotFoundError
from drf_signet.user_rule import is_active
from drf_signet.users import look_up


def active_user_named(username: object) -> AbstractBaseUser:
    """The user whose USERNAME_FIELD is *username*. Raises `UserNotFoundError` or `UserInactiveError`."""
    user = user_named(username)
    if not is_active(user):
        raise UserInactiveError
    return user


def active_user_or(refusal: Callable[[str], Exception], unknown: str, username: object) -> AbstractBaseUser:
    """The same. Raises *refusal*: of *unknown* for nobody, and of the usual words for one who is disabled."""
    try:
        return active_user_named(username)
    except UserNotFoundError:
        raise refusal(unknown) from None
    except UserInactiveError:
        raise refusal(_("User account is disabled.")) from None


def user_named(username: object) -> AbstractBaseUser:
    """The user whose USERNAME_FIELD is *username*, active or not. Raises `UserNotFoundError`."""
    manager: Any = get_user_model()._default_manager
    return look_up(manager.get_by_natural_key, username)


def user_with_key(primary_key: object) -> AbstractBaseUser:
    """The user with *primary_key*. Raises `UserNotFoundError`."""
    manager: Any = get_user_model()._default_manager
    return look_up(lambda value: manager.get(pk=value), primary_key)
