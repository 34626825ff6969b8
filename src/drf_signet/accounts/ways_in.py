"""
How else a user may sign in, for whoever is about to take one way away.

Each tier, and a project with a way of its own, tells of its way once, when Django starts:

    register_way_in("passkeys", lambda user: Passkey.objects.filter(user=user).exists())
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.external_passwords import are_passwords_elsewhere

__all__ = ["register_way_in"]

WayIn = Callable[[AbstractBaseUser], bool]

_ways: Final[dict[str, WayIn]] = {}


def register_way_in(name: str, has: WayIn) -> None:
    """
    From now on, ask *has* whether a user can sign in by the way called *name*. The last one with that name counts.

    It is called in a transaction in which the row of the user is locked.
    """
    _ways[name] = has


def has_other_way_in(user: AbstractBaseUser, name: str) -> bool:
    """Whether *user* can sign in by a password, here or elsewhere, or by a way other than that called *name*."""
    if user.has_usable_password() or are_passwords_elsewhere():
        return True
    return any(has(user) for other, has in _ways.items() if other != name)
