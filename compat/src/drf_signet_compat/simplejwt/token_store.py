"""
Where tokens are written down: nowhere, until the app ``token_blacklist`` says where.

Tokens ask `current`, and never whether an app is installed.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    # A model, which can't be loaded before the apps are.
    from django.contrib.auth.base_user import AbstractBaseUser


class StoredToken(Protocol):
    """What a store needs of a token to record it, and what it notes on it."""

    token: str | bytes | None
    owner: AbstractBaseUser | None
    row: tuple[str, int] | None
    is_rotating: bool

    @property
    def current_time(self) -> datetime:
        """The time the token was read or made at."""

    @property
    def has_new_jti(self) -> bool:
        """Whether no row can have its identifier."""

    def get(self, key: str) -> object:
        """The claim *key*, or None."""


class Records(Protocol):
    """The record of issued tokens, and of revoked ones."""

    def is_blacklisted(self, token: StoredToken) -> bool:
        """Whether *token* was revoked."""

    def outstand(self, token: StoredToken) -> tuple[Any, bool]:
        """Write *token* down. The row, and whether it is new."""

    def blacklist(self, token: StoredToken) -> tuple[Any, bool]:
        """Take *token* back. The row, and whether it is new."""

    def rotating(self, token: StoredToken) -> AbstractContextManager[None]:
        """One transaction that revokes *token* and records the next one, at most once."""


_records: list[Records] = []


def keep(records: Records) -> None:
    """From now on, tokens are written down in *records*."""
    _records[:] = [records]


def current() -> Records | None:
    """Where tokens are written down, or None where they are not."""
    return _records[0] if _records else None
