"""Deletion of an account by its user."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import ProtectedError, RestrictedError

from drf_signet.accounts.password_check import check_current_password
from drf_signet.errors import AccountInUseError


def delete_account(user: AbstractBaseUser, current_password: str) -> None:
    """
    Delete *user* and end their sessions.

    Raises `WrongPasswordError`, `ThrottledError`, and `AccountInUseError` where other rows protect the user's.
    """
    check_current_password(user, current_password)
    try:
        user.delete()
    except (ProtectedError, RestrictedError):
        raise AccountInUseError from None
