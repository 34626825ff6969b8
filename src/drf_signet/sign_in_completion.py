"""
An attempt to sign in counts until the sign-in is complete, whoever refuses it after the password was right.

    with completing() as pending:
        pending.begin("ada", "192.0.2.1")       # is counted
        ...                                     # the password, a second factor, what the project asks, the tokens

Blocks lie within each other: that of the view around that of the serializer around that of the flow. What an error
leaves behind stays counted, even if outer code catches it. The outermost block undoes the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from drf_signet.database_errors import outage
from drf_signet.errors import KeyLoadError, NoSigningKeyError, TokenTooLargeError, UnavailableError
from drf_signet.throttles import Attempt, count_arrival, count_attempt

__all__ = ["Pending", "completing"]

NOBODYS_FAULT: Final = (UnavailableError, NoSigningKeyError, KeyLoadError, TokenTooLargeError)
"""What tells nobody whether the credentials were right."""


class Pending:
    """The attempts of one block that nobody has refused so far."""

    def __init__(self) -> None:
        self._attempts: list[Attempt] = []

    def begin(self, account: str, address: str | None, door: str = "") -> None:
        """Count an attempt, as `count_attempt` does. Raises `ThrottledError` and `CountsUnavailableError`."""
        self._attempts.append(count_attempt(account, address, door=door))

    def begin_as_anyone(self, presented: str, address: str | None, door: str) -> None:
        """The same, as `count_arrival` does."""
        self._attempts.append(count_arrival(presented, address, door))

    def answered(self, status: int) -> None:
        """Judge them by the *status* of what is answered over HTTP."""
        if status >= 500:
            self.take_back()
        elif status >= 400:
            self._attempts.clear()

    def take_back(self) -> None:
        """Count none of them."""
        while self._attempts:
            self._attempts.pop().take_back()

    def complete(self) -> None:
        """Count none of them, and let the places they came from be those of the owners."""
        for attempt in self._attempts:
            attempt.remember()
        self.take_back()

    def hand_over(self, outer: Pending) -> None:
        """Let *outer* decide."""
        outer._attempts.extend(self._attempts)


_present: Final[ContextVar[Pending | None]] = ContextVar("drf_signet_pending_attempts", default=None)


@contextmanager
def completing() -> Iterator[Pending]:
    """A block at whose end a sign-in is complete, unless it lies within another one."""
    outer, pending = _present.get(), Pending()
    token = _present.set(pending)
    try:
        yield pending
    except Exception as error:
        if _is_nobodys_fault(error):
            pending.take_back()
        raise
    finally:
        _present.reset(token)
    if outer is None:
        pending.complete()
    else:
        pending.hand_over(outer)


def _is_nobodys_fault(error: Exception) -> bool:
    # Also in the words of REST framework.
    status = getattr(error, "status_code", 0)
    is_answer_of_ours = isinstance(status, int) and status >= 500
    return is_answer_of_ours or isinstance(error, NOBODYS_FAULT) or outage(error) is not None
