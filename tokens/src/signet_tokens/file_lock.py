"""One process at a time changes a file, and the kernel ends the turn of one that dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from signet_tokens.errors import KeyChangeRefusedError

if sys.platform != "win32":
    import fcntl

LONGEST_WAIT: Final = 5.0
"""Seconds for which a change waits for another one."""

PAUSE: Final = 0.05


@contextmanager
def only_one(path: Path, longest_wait: float = LONGEST_WAIT) -> Iterator[None]:
    """
    The turn of this process to change *path*, for which it waits for up to *longest_wait* seconds.

    Raises `KeyChangeRefusedError`, and `OSError` where the folder can't be opened.
    """
    if sys.platform == "win32":
        raise KeyChangeRefusedError(f"Signet can't lock files on Windows, so it doesn't change {path}.")
    # The folder, not the file: that is another one after each change.
    opened = os.open(path.parent, os.O_RDONLY)
    try:
        _take(opened, path, longest_wait)
        yield
    finally:
        os.close(opened)


def _take(opened: int, path: Path, longest_wait: float) -> None:
    until = time.monotonic() + longest_wait
    while not _is_taken(opened):
        if time.monotonic() > until:
            raise KeyChangeRefusedError(
                f"Another process has been changing {path} for {longest_wait:.0f} seconds. Try again."
            )
        time.sleep(PAUSE)


def _is_taken(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
