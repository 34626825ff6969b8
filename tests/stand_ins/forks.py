"""What a child of a fork sees."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable
from typing import Final

LONGEST: Final = 30
"""Seconds after which a child that hangs is ended."""


def in_child(question: Callable[[], bool]) -> bool:
    """Whether *question* is answered by True in a child of this process. One that hangs is killed."""
    with warnings.catch_warnings():
        # Of threads in the parent: they are what the tests are about.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.alarm(LONGEST)
            status = 0 if question() else 1
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0
