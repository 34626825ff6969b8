"""Saying the same thing in the log now and then, however often it happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import ClassVar


class RateLimitedLog:
    """When each cause was told of, and how often it happened since. Causes are a few fixed texts."""

    interval: ClassVar[float] = 1.0
    """Seconds between two lines about the same cause."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._told_at: dict[str, float] = {}
        self._untold: dict[str, int] = {}

    def due(self, cause: str) -> int | None:
        """How often *cause* went untold since its last line, if it is time for another one; otherwise None."""
        with self._lock:
            now = self._clock()
            if now - self._told_at.get(cause, -self.interval) < self.interval:
                self._untold[cause] = self._untold.get(cause, 0) + 1
                return None
            self._told_at[cause] = now
            return self._untold.pop(cause, 0)

    def forget(self) -> None:
        """Tell of every cause at once again."""
        with self._lock:
            self._told_at.clear()
            self._untold.clear()


def more(untold: int) -> str:
    """What a line says of those that were left out."""
    return f" ({untold} more times since the last line)" if untold else ""
