"""Looking at passwords: the present one, or a recent sign-in, where a stolen token should not do; and new ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from drf_signet.accounts.external_passwords import has_password, is_known_elsewhere
from drf_signet.errors import PasswordRefusedError, WrongPasswordError
from drf_signet.sessions.recent_sign_in import check_recent
from drf_signet.throttles import count_password
from drf_signet.user_identifier import key_of


class Confirmation(NamedTuple):
    """What confirms that the signed-in user is there, and not whoever holds a token of theirs."""

    password: str | None
    """As it was given; None where none was."""

    signed_in_at: float
    """Seconds since 1970."""

    now: datetime
    request: HttpRequest | None = None


def check_confirmation(user: AbstractBaseUser, given: Confirmation) -> None:
    """
    Raise `WrongPasswordError`, and after some of them `ThrottledError`, unless the password is that of *user*.

    Where it isn't ours, the backends of the project are asked, as at a sign-in with the request. A user without any
    password has to have signed in a moment ago, by whatever means: `SignInTooOldError` otherwise.
    """
    if not has_password(user):
        check_recent(given.signed_in_at, given.now)
        return
    if given.password is None:
        raise WrongPasswordError
    attempt = count_password(key_of(user))
    with attempt.unless_away():
        if user.has_usable_password():
            is_right = user.check_password(given.password)
        else:
            is_right = is_known_elsewhere(user, given.password, given.request)
    if not is_right:
        raise WrongPasswordError
    attempt.take_back()


def check_new_password(password: str, user: AbstractBaseUser) -> None:
    """Raise `PasswordRefusedError` for a password of *user* that AUTH_PASSWORD_VALIDATORS refuse, in their words."""
    try:
        validate_password(password, cast(Any, user))  # whichever model AUTH_USER_MODEL names
    except ValidationError as error:
        raise PasswordRefusedError(error.messages) from None
