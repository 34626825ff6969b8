"""Where tokens are kept between two requests: what a manager asks of such a place, and the simplest one."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from drf_signet_client.tokens import Tokens


class Store(Protocol):
    """A place that may be shared with other processes."""

    def load(self) -> Tokens | None:
        """What was saved last, by whomever. None if nobody is signed in."""

    def save(self, tokens: Tokens | None) -> None:
        """Keep *tokens* in place of what was there; None to keep nothing."""

    def alone(self) -> AbstractContextManager[None]:
        """A block in which no other process refreshes, if that can be had in reasonable time."""


class Memory:
    """Tokens of one process, which are gone when it ends."""

    def __init__(self) -> None:
        self._tokens: Tokens | None = None

    def load(self) -> Tokens | None:
        """What was saved last."""
        return self._tokens

    def save(self, tokens: Tokens | None) -> None:
        """Remember *tokens*."""
        self._tokens = tokens

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else is here."""
        return nullcontext()
