"""Rules of a project's own for USER_AUTHENTICATION_RULE."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

STAFF_ONLY: Final = {"USER_AUTHENTICATION_RULE": "tests.wire.rules.is_staff"}
EVERYBODY: Final = {"USER_AUTHENTICATION_RULE": "tests.wire.rules.anybody"}


def is_staff(user: AbstractBaseUser) -> bool:
    """Only for members of staff."""
    return user.is_active and getattr(user, "is_staff", False)


def anybody(user: AbstractBaseUser) -> bool:
    """For disabled users, too."""
    return True
