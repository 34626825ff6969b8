"""How long a request may take: each wait for the database is cut short where the rest of its time is shorter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

REQUEST: Final = 8.0
"""Seconds after which a request begins nothing more in the database."""

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)
_is_lifted: ContextVar[bool] = ContextVar("is_lifted", default=False)


class DeadlineMiddleware:
    """Every request has `REQUEST` seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        with within(REQUEST):
            return self._get_response(request)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done here has *seconds*, and no more than what it is part of."""
    end, outer = time.monotonic() + seconds, _ends_at.get()
    token = _ends_at.set(end if outer is None else min(end, outer))
    try:
        yield
    finally:
        _ends_at.reset(token)


@contextmanager
def without_limits() -> Iterator[None]:
    """What is done here may take as long as it takes, as a migration of a large table does."""
    token = _is_lifted.set(True)
    try:
        yield
    finally:
        _is_lifted.reset(token)


def is_limited() -> bool:
    """Whether waits have limits at all."""
    return not _is_lifted.get()


def remaining() -> float:
    """Seconds that are left, below 0 where they are over: endless outside of a request."""
    end = _ends_at.get()
    return float("inf") if end is None else end - time.monotonic()
