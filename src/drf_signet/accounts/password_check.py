"""Looking at passwords: the present one, where a stolen token should not be enough, and new ones."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from drf_signet.accounts.external_passwords import are_passwords_elsewhere, is_known_elsewhere
from drf_signet.errors import NoPasswordError, PasswordRefusedError, WrongPasswordError
from drf_signet.throttles import count_password
from drf_signet.user_identifier import key_of


def check_current_password(user: AbstractBaseUser, password: str, request: HttpRequest | None = None) -> None:
    """
    Raise `WrongPasswordError`, and after some of them `ThrottledError`, unless *password* is that of *user*.

    Where it isn't ours, the backends of the project are asked, as at a sign-in with *request*. `NoPasswordError` says
    that there is none.
    """
    is_ours = user.has_usable_password()
    if not is_ours and not are_passwords_elsewhere():
        raise NoPasswordError
    attempt = count_password(key_of(user))
    with attempt.unless_away():
        is_right = user.check_password(password) if is_ours else is_known_elsewhere(user, password, request)
    if not is_right:
        raise WrongPasswordError
    attempt.take_back()


def check_new_password(password: str, user: AbstractBaseUser) -> None:
    """Raise `PasswordRefusedError` for a password of *user* that AUTH_PASSWORD_VALIDATORS refuse, in their words."""
    try:
        validate_password(password, cast(Any, user))  # whichever model AUTH_USER_MODEL names
    except ValidationError as error:
        raise PasswordRefusedError(error.messages) from None
