"""One act that many threads ask for: done by one thread of its own, now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

from signet_tokens.fork_safe_lock import ForkSafeLock


class SingleFlight:
    """
    Does *act* in a thread of its own: once at a time, and once in *cool_down* seconds of *clock*.

    Callers wait for as long as they choose, whatever *act* waits for.
    """

    def __init__(self, name: str, cool_down: float, clock: Callable[[], float]) -> None:
        self._name = name
        self._cool_down = cool_down
        self._clock = clock
        self._lock = ForkSafeLock()
        self._thread: Thread | None = None
        self._departed_at: float | None = None
        self._began = 0.0

    @property
    def is_under_way(self) -> bool:
        """Whether a thread acts now."""
        return self._current() is not None

    def depart(self, act: Callable[[], None]) -> None:
        """Start *act*, unless a thread acts already, or it is too soon."""
        with self._lock:
            if self._current() is not None or self._is_cooling():
                return
            self._departed_at = self._clock()
            self._began = time.monotonic()
            self._thread = Thread(target=self._fly, args=(act,), name=self._name, daemon=True)
            try:
                self._thread.start()
            except RuntimeError:
                # There are no more threads to be had, so this one has to do it.
                self._thread = None
            else:
                return
        act()

    def wait(self, seconds: float) -> None:
        """
        Wait until the act is done, or until *seconds* after its start: whoever comes later waits for the rest of them.
        """
        if (thread := self._current()) is not None:
            thread.join(max(self._began + seconds - time.monotonic(), 0))

    def _current(self) -> Thread | None:
        thread = self._thread
        # In a child of the process that started it, its thread isn't alive.
        return thread if thread is not None and thread.is_alive() else None

    def _is_cooling(self) -> bool:
        if self._thread is not None:
            # It was lost at a fork, before it came to anything.
            return False
        return self._departed_at is not None and 0 <= self._clock() - self._departed_at < self._cool_down

    def _fly(self, act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            self._thread = None


Wait = Callable[[SingleFlight, float], None]
"""Waits for an act that is under way, as `SingleFlight.wait` does, or for a shorter time."""
