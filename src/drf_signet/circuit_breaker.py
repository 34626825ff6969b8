"""Remembering that something didn't answer, so that not every request waits for it in vain."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition
from typing import Final, TypeVar

PAUSE: Final = 1.0
"""Seconds in which nobody asks; then one request does, and what becomes of it decides for the others."""

DOUBT: Final = 1.0
"""Seconds in which others wait for what the first one finds out, while an answer that didn't come may mean nothing."""

Result = TypeVar("Result")


class CircuitOpenError(Exception):
    """Nobody asked: there was no answer a moment ago."""

    def __init__(self) -> None:
        super().__init__("did not answer a moment ago, and will be asked again in a second")


class Circuit:
    """What is known of one thing on which every request depends, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = Condition()
        self._open_until: float | None = None
        self._is_probed = False
        self._is_doubted = False
        self.failures = 0
        """How often there was no answer."""

    @property
    def is_open(self) -> bool:
        """Whether nobody asks now, but perhaps one who tries."""
        return self._open_until is not None

    def enter(self) -> bool:
        """Whether to ask. Anyone who may has to say how it went: `broke` or `held`. In doubt, it takes a moment."""
        with self._changed:
            if self._is_probed and self._is_doubted:
                self._changed.wait_for(lambda: not self._is_probed, DOUBT)
            if self._open_until is None:
                return True
            if self._is_probed or self._clock() < self._open_until:
                return False
            self._is_probed = True
            return True

    def broke(self) -> None:
        """There was no answer."""
        with self._changed:
            self.failures += 1
            self._open_until, self._is_probed, self._is_doubted = self._clock() + PAUSE, False, False
            self._changed.notify_all()

    def doubt(self) -> None:
        """One answer didn't come, which may be the fault of what was asked. The next request finds out for all."""
        with self._changed:
            if self._open_until is None:
                self._open_until, self._is_probed, self._is_doubted = self._clock(), False, True

    def held(self) -> None:
        """There was an answer."""
        with self._changed:
            self._open_until, self._is_probed, self._is_doubted = None, False, False
            self._changed.notify_all()

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
