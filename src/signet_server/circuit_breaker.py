"""Remembering that something didn't answer, so that not every request waits for it in vain."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Final, TypeVar

PAUSE: Final = 1.0
"""Seconds in which nobody asks; then one request does, and what becomes of it decides for the others."""

Result = TypeVar("Result")


class CircuitOpenError(Exception):
    """Nobody asked: there was no answer a moment ago."""

    def __init__(self) -> None:
        super().__init__("did not answer a moment ago, and will be asked again in a second")


class Circuit:
    """What is known of one thing on which every request depends, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open_until: float | None = None
        self._is_probed = False
        self.failures = 0
        """How often there was no answer."""

    @property
    def is_open(self) -> bool:
        """Whether nobody asks now, but perhaps one who tries."""
        return self._open_until is not None

    def enter(self) -> bool:
        """Whether to ask. Whoever may has to say how it went: `broke` or `held`."""
        with self._lock:
            if self._open_until is None:
                return True
            if self._is_probed or self._clock() < self._open_until:
                return False
            self._is_probed = True
            return True

    def broke(self) -> None:
        """There was no answer."""
        with self._lock:
            self.failures += 1
            self._open_until, self._is_probed = self._clock() + PAUSE, False

    def doubt(self) -> None:
        """One answer didn't come, which may be the fault of what was asked. The next request finds out for all."""
        with self._lock:
            if self._open_until is None:
                self._open_until, self._is_probed = self._clock(), False

    def held(self) -> None:
        """There was an answer."""
        with self._lock:
            self._open_until, self._is_probed = None, False

    def call(self, ask: Callable[[], Result], *silences: type[Exception]) -> Result:
        """What *ask* answers; any of *silences* that it raises means no answer. Raises `CircuitOpenError`."""
        if not self.enter():
            raise CircuitOpenError
        try:
            result = ask()
        except silences:
            self.broke()
            raise
        except BaseException:
            self.held()
            raise
        self.held()
        return result
