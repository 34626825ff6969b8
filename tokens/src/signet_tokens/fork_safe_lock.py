"""A lock for objects that live on in the children of a process, such as the workers of a server that loads first."""

from __future__ import annotations

import os
from threading import Lock
from weakref import WeakSet


class ForkSafeLock:
    """A lock that is free in a child process, even if a thread of the parent held it at the fork."""

    def __init__(self) -> None:
        self._lock = Lock()
        _locks.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *error: object) -> None:
        self._lock.release()

    def free(self) -> None:
        """Forget who held it: its thread doesn't exist here."""
        self._lock = Lock()


_locks: WeakSet[ForkSafeLock] = WeakSet()


def _free_all() -> None:
    for one in list(_locks):
        one.free()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_free_all)
