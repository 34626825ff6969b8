"""Whose account a code opens: that of the one owner of its address, or one that it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.email_addresses import email_field, is_verified, users_at
from drf_signet.accounts.passwordless import open_passwordless, take_over_unproven
from drf_signet.conf import get_settings
from drf_signet.errors import AddressTakenError, CredentialsError, UserNotFoundError
from drf_signet.user_rule import satisfies_rule


def owner_among(users: Sequence[AbstractBaseUser]) -> AbstractBaseUser | None:
    """The one of *users*, who share an address, that it belongs to: the only one, or the one who has verified it."""
    if len(users) == 1:
        return users[0]
    return next((one for one in users if is_verified(one)), None)


def proved_owner(address: str, fields: Mapping[str, object], now: datetime) -> AbstractBaseUser:
    """
    The user whose account somebody opens who has just read a mail to *address*, which is verified from then on.

    An account whose address nobody has proved is taken over. Where there is none, and SIGN_IN_CODE_SIGN_UP says so, it
    is a new one with *fields*. Raises `CredentialsError` for an address of
    nobody, or of several users of whom none has verified it; and as `open_passwordless` and `take_over_unproven`.
    """
    user = owner_among(users_at(address))
    if user is None:
        if not get_settings().SIGN_IN_CODE_SIGN_UP:
            raise CredentialsError
        try:
            return open_passwordless({**fields, email_field(): address}, now, is_verified=True)
        except AddressTakenError:
            # By several, or by somebody a moment ago.
            user = owner_among(users_at(address))
            if user is None:
                raise CredentialsError from None
    _prove(user, now)
    return user


def _prove(user: AbstractBaseUser, now: datetime) -> None:
    # Whom the rule of the project refuses, it refuses a moment later: nothing is taken from them.
    if is_verified(user) or not satisfies_rule(user):
        return
    try:
        take_over_unproven(user, now)
    except (AddressTakenError, UserNotFoundError):
        raise CredentialsError from None
