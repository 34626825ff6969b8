"""A system that gives no more threads, so that those who need one do the work themselves."""

from __future__ import annotations

from threading import Thread
from typing import Never


class NoThread(Thread):
    """Never starts. In the place of a thread of its own, a poll then runs in the transaction of the test."""

    def start(self) -> Never:
        """Refuse, as Python does."""
        raise RuntimeError("can't start new thread")
