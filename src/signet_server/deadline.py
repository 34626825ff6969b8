"""How long a request may take: each wait for the database is cut short where the rest of its time is shorter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

REQUEST: Final = 8.0
"""Seconds after which a request begins nothing more in the database."""


class _Limits(local):
    """Those of a thread, and no context variables: what a request leaves to another thread may take longer."""

    ends_at: float | None = None
    is_lifted: bool = False


_limits: Final = _Limits()


class DeadlineMiddleware:
    """Every request has `REQUEST` seconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        # As `within`, whose generator would take a part of each answer's time.
        outer = _limits.ends_at
        _limits.ends_at = _earlier(REQUEST, outer)
        try:
            return self._get_response(request)
        finally:
            _limits.ends_at = outer


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block has *seconds*, and never more than the block around it."""
    outer = _limits.ends_at
    _limits.ends_at = _earlier(seconds, outer)
    try:
        yield
    finally:
        _limits.ends_at = outer


def _earlier(seconds: float, outer: float | None) -> float:
    end = time.monotonic() + seconds
    return end if outer is None else min(end, outer)


@contextmanager
def without_limits() -> Iterator[None]:
    """The block may take any time, as the migration of a large table does."""
    outer, _limits.is_lifted = _limits.is_lifted, True
    try:
        yield
    finally:
        _limits.is_lifted = outer


def is_limited() -> bool:
    """Whether waits have limits at all."""
    return not _limits.is_lifted


def remaining() -> float:
    """Seconds that are left, below 0 where they are over: endless outside of a request."""
    end = _limits.ends_at
    return float("inf") if end is None else end - time.monotonic()
