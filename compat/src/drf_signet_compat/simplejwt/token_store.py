"""
Where tokens are written down: nowhere, until the app ``token_blacklist`` says where.

Tokens ask `current`, and never whether an app is installed.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from drf_signet_compat.simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
    from drf_signet_compat.simplejwt.tokens import Token


class Records(Protocol):
    """What is known of the tokens that were issued, and of those that were taken back."""

    def is_blacklisted(self, token: Token) -> bool:
        """Whether *token* was taken back."""

    def outstand(self, token: Token) -> tuple[OutstandingToken, bool]:
        """Write *token* down. The row, and whether it is new."""

    def blacklist(self, token: Token) -> tuple[BlacklistedToken, bool]:
        """Take *token* back. The row, and whether it is new."""

    def rotating(self, token: Token) -> AbstractContextManager[None]:
        """One transaction in which *token* is taken back and the next one written down, at most once."""


_records: list[Records] = []


def keep(records: Records) -> None:
    """From now on, tokens are written down in *records*."""
    _records[:] = [records]


def current() -> Records | None:
    """Where tokens are written down, or None where they are not."""
    return _records[0] if _records else None
