"""Clocks that tests can turn."""

from __future__ import annotations

import time


class TurningClock:
    """They run, and can be turned besides."""

    def __init__(self) -> None:
        self.ahead = 0.0
        """The error of the wall clock, in seconds."""
        self.passed = 0.0
        """Seconds that have passed by both."""

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time() + self.ahead + self.passed

    def monotonic(self) -> float:
        """Seconds since the machine was started."""
        return time.monotonic() + self.passed
