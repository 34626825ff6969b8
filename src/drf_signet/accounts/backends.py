"""Signing in with the e-mail address, whatever its case, in the field of the username."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from drf_signet.accounts.email_addresses import is_verified, users_at
from drf_signet.user_table import written_users

__all__ = ["EmailBackend"]


class EmailBackend(ModelBackend):
    """
    Django's own backend; what is typed may be the e-mail address as well.

    Name it in AUTHENTICATION_BACKENDS instead of Django's. One query for a name without ``@``, two for one with it.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The user whose credentials these are, if there is exactly one and they may sign in."""
        name = kwargs.get(get_user_model().USERNAME_FIELD) if username is None else username
        if name is None or password is None:
            return None
        user: Any = find(str(name))
        if user is None:
            # Takes as long as a wrong password would, so that time doesn't tell who has an account.
            make_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None


def find(name: str) -> AbstractBaseUser | None:
    """
    The user who is called *name*, or the only one at the address *name*.

    Somebody may have chosen another's address as a username, or signed up with an address that is another's username:
    then it is the owner of the address, if they have verified it.
    """
    at_address = users_at(name) if "@" in name else []
    called = _called(name)
    owner: AbstractBaseUser | None = at_address[0] if len(at_address) == 1 else None
    if called is None or owner is None or called == owner:
        return called or owner
    return owner if is_verified(owner) else called


def _called(name: str) -> AbstractBaseUser | None:
    try:
        return written_users().filter(**{get_user_model().USERNAME_FIELD: name}).first()
    except (ValueError, OverflowError, ValidationError):
        # An address is no telephone number, where the column takes nothing else.
        return None
