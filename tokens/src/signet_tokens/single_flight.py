"""One act that many threads ask for: done by one thread of its own, now and then."""

from __future__ import annotations

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

    def current(self) -> Thread | None:
        """The thread that acts now; None where none does."""
        thread = self._thread
        # In a child of the process that started it, its thread isn't alive.
        return thread if thread is not None and thread.is_alive() else None

    def depart(self, act: Callable[[], None]) -> Thread | None:
        """
        Start *act*, unless it is too soon. Returns the thread to wait for; None where there is nothing to wait for.
        """
        with self._lock:
            if (thread := self.current()) is not None:
                return thread
            if self._is_cooling():
                return None
            self._departed_at = self._clock()
            self._thread = Thread(target=self._fly, args=(act,), name=self._name, daemon=True)
            try:
                self._thread.start()
            except RuntimeError:
                # There are no more threads to be had, so this one has to do it.
                self._thread = None
            else:
                return self._thread
        act()
        return None

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
