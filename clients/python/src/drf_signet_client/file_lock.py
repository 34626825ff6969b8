"""A lock between processes, held by whoever has a file open. The system lets go of it when a process dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


PAUSE: Final = 0.02
"""Seconds between two attempts: waiting for the system could not be given up."""

# Windows has no links that anybody could have put there.
FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def locked(path: Path, timeout: float) -> Iterator[None]:
    """
    A block during which no other process is in one for *path*.

    After *timeout* seconds, or where there can be no such file, it begins without the lock: who stands still while
    holding it must not stop the others.
    """
    try:
        descriptor = os.open(path, FLAGS, 0o600)
    except OSError:
        yield
        return
    try:
        _wait(descriptor, timeout)
        yield
    finally:
        # That lets go of the lock as well. The file stays: others may be waiting for this very one.
        os.close(descriptor)


def _wait(descriptor: int, timeout: float) -> None:
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        with suppress(OSError):
            _lock(descriptor)
            return
        time.sleep(PAUSE)
