"""Telling in the log that something is away: one line a second for each cause, however many requests find out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

INTERVAL: Final = 1.0
"""Seconds between two lines about the same cause."""

LONGEST: Final = 200
"""Characters of what an error says."""

logger: Final = logging.getLogger("drf_signet")


class OutageLog:
    """What was told of each cause, and when. Causes are a few fixed texts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._told_at: dict[str, float] = {}
        self._untold: dict[str, int] = {}

    def tell(self, cause: str, error: BaseException | None) -> None:
        """Write a line about *cause* and what *error* says, unless there was one within the last second."""
        untold = self.due(cause)
        if untold is not None:
            more = f" ({untold} more times since the last line)" if untold else ""
            logger.error("%s: %s%s", cause, _in_one_line(error), more)

    def due(self, cause: str) -> int | None:
        """How often *cause* went untold since its last line, if it is time for another one; otherwise None."""
        with self._lock:
            now = self._clock()
            if now - self._told_at.get(cause, -INTERVAL) < INTERVAL:
                self._untold[cause] = self._untold.get(cause, 0) + 1
                return None
            self._told_at[cause] = now
            return self._untold.pop(cause, 0)

    def forget(self) -> None:
        """Tell of every cause at once again."""
        with self._lock:
            self._told_at.clear()
            self._untold.clear()


OUTAGES: Final = OutageLog()
"""The one of this process."""


def _in_one_line(error: BaseException | None) -> str:
    lines = str(error or "").splitlines() or [""]
    said = "".join(one if one.isprintable() else " " for one in lines[0])[:LONGEST]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
