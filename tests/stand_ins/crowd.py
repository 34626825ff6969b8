"""Many at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.core.cache import caches
from django.db import connections

SECONDS = 30
Result = TypeVar("Result")


def together(number: int, act: Callable[[int], Result]) -> list[Result]:
    """What *act* answers to each of *number* threads, which all begin at the same moment."""
    start = Barrier(number)

    def act_together(which: int) -> Result:
        start.wait(SECONDS)
        try:
            return act(which)
        finally:
            connections.close_all()
            for cache in caches.all(initialized_only=True):
                close(cache)

    with ThreadPoolExecutor(number) as pool:
        return [one.result(SECONDS) for one in [pool.submit(act_together, which) for which in range(number)]]


def close(cache: object) -> None:
    """Close the connections that a cache of Django's keeps in a thread, which it leaves to the garbage collector."""
    client = cache.__dict__.get("_cache")
    for pool in getattr(client, "_pools", {}).values():
        pool.disconnect()
