"""From a verified token to the user it was issued for. One query."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError

from drf_signet.claim_reasons import unknown_user
from drf_signet.conf import get_settings
from drf_signet.errors import UserNotFoundError
from drf_signet.password_fingerprint import check_fingerprint
from drf_signet.tokens import Token
from drf_signet.user_identifier import identifier_field, identifier_of
from drf_signet.user_rule import check_rule


def user_of(token: Token) -> AbstractBaseUser:
    """
    The user that *token* names, who may still use it.

    Raises `UserNotFoundError`, `UserInactiveError`, `PasswordChangedError`, or `TokenUserError` where the project's
    rule refuses an active user.
    """
    settings = get_settings()
    users = get_user_model()._default_manager
    identifier = token.get(settings.USER_ID_CLAIM)
    try:
        user = look_up(lambda value: users.get(**{identifier_field(): value}), identifier)
    except UserNotFoundError:
        raise UserNotFoundError(reason=unknown_user(identifier, settings.USER_ID_FIELD)) from None
    number = identifier_of(user)
    # Django reads numbers as Python does: " 1", "1_0" and the digits of every script.
    if isinstance(number, int) and str(number) != str(identifier):
        raise UserNotFoundError
    check_rule(user)
    if settings.CHECK_REVOKE_TOKEN:
        check_fingerprint(token.get(settings.REVOKE_TOKEN_CLAIM), user)
    return user


def look_up(find: Callable[[object], AbstractBaseUser], identifier: object) -> AbstractBaseUser:
    """
    The user that *find* returns for *identifier*, which a token named.

    Raises `UserNotFoundError`, also for what can't be the identifier of any user.
    """
    if not _can_be_identifier(identifier):
        raise UserNotFoundError
    try:
        return find(identifier)
    except (ObjectDoesNotExist, ValueError, TypeError, OverflowError, ValidationError, DataError):
        raise UserNotFoundError from None


def _can_be_identifier(value: object) -> bool:
    """Whether every database takes *value* as a parameter: a failed statement would spoil an open transaction."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    return isinstance(value, int) and not isinstance(value, bool)
