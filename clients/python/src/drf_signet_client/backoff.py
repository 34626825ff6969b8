"""How long a server that failed is left alone."""

from __future__ import annotations

import random
from typing import Final

from drf_signet_client.clock import Clock
from drf_signet_client.errors import AuthUnavailable

FIRST: Final = 0.5
LONGEST: Final = 30.0
LONGEST_ORDERED: Final = 3_600.0
"""Seconds; what a server may order with ``Retry-After``: a mistake there shouldn't last for ever."""


class Backoff:
    """Longer after each failure, and never shorter than the server wants."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.forget()

    def forget(self) -> None:
        """The server works."""
        self._pause = FIRST
        self._until = 0.0
        self.text = self.reason = ""

    def failed(self, failure: AuthUnavailable) -> None:
        """The server didn't, as *failure* says."""
        # Clients that met the same failure shouldn't come back in the same moment.
        pause = self._pause * random.uniform(0.5, 1)  # noqa: S311  # no secret
        ordered = min(failure.retry_after or 0, LONGEST_ORDERED) * random.uniform(1, 1.1)  # noqa: S311
        self._until = self._clock.monotonic() + max(pause, ordered)
        self._pause = min(self._pause * 2, LONGEST)
        # Not the error itself, which knows the frames it came through, and what was in them.
        self.text, self.reason = failure.text, failure.reason

    def left(self) -> float:
        """Seconds until it may be asked again; 0 if it may be now."""
        return max(0.0, self._until - self._clock.monotonic())
