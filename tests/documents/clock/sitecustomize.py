"""
Lets a test set the clock of a project's processes forward: to wait for a token to expire would take minutes.

Python imports this before anything else, so whoever asks for the time asks here.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

real_time = time.time
real_datetime = dt.datetime
SECONDS_AHEAD = Path(os.environ["SECONDS_AHEAD"])


def moved_time() -> float:
    """Seconds since 1970, and as many as the file says."""
    return real_time() + float(SECONDS_AHEAD.read_text() or 0)


class AnyDatetime(type):
    """Makes those that C code made count, too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, real_datetime)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, real_datetime)


class MovedDatetime(real_datetime, metaclass=AnyDatetime):
    """`datetime` with that time."""

    __slots__ = ()

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Any:
        """The moved time."""
        return real_datetime.fromtimestamp(moved_time(), tz)

    @classmethod
    def utcnow(cls) -> Any:
        """The moved time, naive."""
        return cls.now(dt.UTC).replace(tzinfo=None)


time.time = moved_time
dt.datetime = MovedDatetime  # type: ignore[misc]
