"""What a project might name as USER_LANGUAGE."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import OperationalError


def german(user: AbstractBaseUser) -> str | None:
    """All users read German."""
    return "de"


def unknown(user: AbstractBaseUser) -> str | None:
    """Nobody has said."""
    return None


def broken(user: AbstractBaseUser) -> str | None:
    """A mistake of the project."""
    raise AttributeError("language")


def away(user: AbstractBaseUser) -> str | None:
    """It is written down where nothing answers."""
    raise OperationalError("gone")
