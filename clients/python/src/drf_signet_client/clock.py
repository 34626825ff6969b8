"""The two clocks that say how old a token is."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Neither alone will do: the wall clock can be set, and the other one may stand still while the machine sleeps."""

    def wall(self) -> float:
        """Seconds since 1970, as far as this machine knows."""

    def monotonic(self) -> float:
        """Seconds since some moment, never fewer than before."""


class SystemClock:
    """The clocks of this machine."""

    def wall(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds since the machine was started, or so."""
        return time.monotonic()
