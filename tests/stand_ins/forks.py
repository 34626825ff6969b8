"""What a child of a fork sees. Fork where no other thread runs: it could hold a lock of a library at that moment."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable
from typing import Final

LONGEST: Final = 60
"""Seconds after which a child that hangs is ended."""


def child_asked(question: Callable[[], bool]) -> Callable[[], bool]:
    """A child of this process answers *question*. Call what is returned to wait for it: was the answer True?"""
    with warnings.catch_warnings():
        # Of threads in the parent, such as those of pytest-xdist.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(LONGEST)
            status = 0 if question() else 1
        finally:
            os._exit(status)
    return lambda: os.waitpid(child, 0)[1] == 0


def in_child(question: Callable[[], bool]) -> bool:
    """Whether a child of this process answers *question* by True. One that hangs is killed."""
    return child_asked(question)()
