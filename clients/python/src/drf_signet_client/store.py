"""Where tokens are kept between two requests: what a manager asks of such a place, and the simplest one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from inspect import isasyncgenfunction, iscoroutinefunction
from typing import Protocol, TypeVar

from drf_signet_client.tokens import Tokens


class Store(Protocol):
    """A place that may be shared with other processes."""

    def load(self) -> Tokens | None:
        """What was saved last, by whomever. None if nobody is signed in."""

    def save(self, tokens: Tokens | None) -> None:
        """Keep *tokens* in place of what was there; None to keep nothing."""

    def alone(self) -> AbstractContextManager[None]:
        """A block in which no other process refreshes, if that can be had in reasonable time."""


Anyone = TypeVar("Anyone", bound=Callable[..., object])


def checked_store(store: Store) -> Store:
    """*store*. Raises `TypeError` unless it is one whose methods can be called at once."""
    for name in ("load", "save", "alone"):
        checked_listener(getattr(store, name, None), f"A store's {name}")
    return store


def checked_listener(function: Anyone | None, what: str = "on_change") -> Anyone:
    """*function*. Raises `TypeError` unless it can be called, and is done when it returns."""
    call = getattr(function, "__call__", None)  # noqa: B004  # of an object, it may be a coroutine function
    if function is None or call is None:
        raise TypeError(f"{what} should be a function, not {type(function).__name__}.")
    if any(iscoroutinefunction(one) or isasyncgenfunction(one) for one in (function, call)):
        raise TypeError(f"{what} should not be asynchronous: nobody would await it.")
    return function


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
