"""A clock that stands still until a test moves it."""

from __future__ import annotations


class Clock:
    """Called, it says how many seconds have gone by."""

    def __init__(self, seconds: float = 1_000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        """Let *seconds* go by."""
        self.seconds += seconds
