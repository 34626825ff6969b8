"""
How else a user may sign in, for whoever is about to take one way away; and which ways a stranger may have left.

Each tier, and a project with a way of its own, tells of its way once, when Django starts:

    register_way_in("passkeys", lambda user: Passkey.objects.filter(user=user).exists())
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.accounts.external_passwords import are_passwords_elsewhere

__all__ = ["register_way_in"]

WayIn = Callable[[AbstractBaseUser], bool]
Forget = Callable[[AbstractBaseUser, datetime], None]

_ways: Final[dict[str, WayIn]] = {}
_forgetting: Final[dict[str, Forget]] = {}


def register_way_in(name: str, has: WayIn, forget_since: Forget | None = None) -> None:
    """
    From now on, ask *has* whether a user can sign in by the way called *name*. The last one with that name counts.

    It is called in a transaction in which the row of the user is locked. *forget_since* deletes what the user has of
    that way since a time: a stranger was signed in from then on. It may be called again for the same.
    """
    _ways[name] = has
    _forgetting.pop(name, None)
    if forget_since is not None:
        _forgetting[name] = forget_since


def has_other_way_in(user: AbstractBaseUser, name: str) -> bool:
    """Whether *user* can sign in by a password, here or elsewhere, or by a way other than that called *name*."""
    if user.has_usable_password() or are_passwords_elsewhere():
        return True
    return any(has(user) for other, has in _ways.items() if other != name)


def forget_ways_since(user: AbstractBaseUser, since: datetime) -> None:
    """Delete the ways in that *user* has since then, as far as those who registered them can."""
    for forget in [*_forgetting.values()]:
        forget(user, since)
