"""From a verified token to the user it was issued for. One query, where users are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import DataError, OperationalError

from drf_signet.conf import get_settings
from drf_signet.database_errors import lacks_characters
from drf_signet.errors import UserNotFoundError
from drf_signet.password_fingerprint import check_fingerprint
from drf_signet.tokens import Token, token_behind
from drf_signet.user_identifier import can_be_identifier, identifier_field
from drf_signet.user_model import model_named
from drf_signet.user_rule import check_rule
from drf_signet.user_table import written_users
from signet_tokens.claim_reasons import unknown_user

NOBODY: Final = (
    *(ObjectDoesNotExist, MultipleObjectsReturned),
    *(ValueError, TypeError, OverflowError, ValidationError, DataError),
)
"""What a lookup raises for what identifies nobody, or several users."""


def user_of(token: Token) -> AbstractBaseUser:
    """
    The user that *token* names, who may still use it.

    Raises `UserNotFoundError`, `UserInactiveError`, `PasswordChangedError`, or `TokenUserError` where the project's
    rule refuses an active user.
    """
    if token.issuer is not None:
        # What another issuer calls its users may be the identifier of somebody here.
        raise UserNotFoundError
    settings = get_settings()
    model: Any = model_named(token.user_model)
    name, identifier = identifier_field(model), token.get(settings.USER_ID_CLAIM)
    try:
        user = look_up(lambda value: written_users(model).get(**{name: value}), identifier)
    except UserNotFoundError:
        raise UserNotFoundError(reason=unknown_user(identifier, settings.USER_ID_FIELD)) from None
    found = getattr(user, name)
    # Django reads numbers as Python does: " 1", "1_0" and the digits of every script. And some databases take words for
    # the same in which case, accents or spaces at the end differ, which may be those of somebody who is gone.
    if isinstance(found, (int, str)) and str(found) != str(identifier):
        raise UserNotFoundError
    check_rule(user)
    if settings.CHECK_REVOKE_TOKEN:
        check_fingerprint(token.get(settings.REVOKE_TOKEN_CLAIM), user)
    return user


def row_of(user: AbstractBaseUser) -> AbstractBaseUser:
    """*user*; where that is a `TokenUser`, the user whom its claims name. Raises as `user_of`, with one query."""
    behind = token_behind(user)
    return user if behind is None else user_of(behind)


def look_up(find: Callable[[object], AbstractBaseUser], identifier: object) -> AbstractBaseUser:
    """
    The user that *find* returns for *identifier*, which a token named.

    Raises `UserNotFoundError`, also for what can't be the identifier of any user.
    """
    if not can_be_identifier(identifier):
        raise UserNotFoundError
    try:
        return find(identifier)
    except NOBODY:
        raise UserNotFoundError from None
    except OperationalError as error:
        if not lacks_characters(error):
            raise
        raise UserNotFoundError from None
