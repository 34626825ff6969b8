"""Moments in words: the time itself, and how long ago it was, or how long it takes until then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from drf_signet.errors import TokenError
from signet_tokens.claims import read_time

UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def moment(value: object, now: datetime) -> str:
    """The time in a claim, which may be no time at all."""
    try:
        return ago(datetime.fromtimestamp(read_time(value), UTC), now)
    except (TokenError, ValueError, OverflowError, OSError):
        return f"{value!r}, which is no time"


def ago(moment: datetime, now: datetime) -> str:
    """*moment*, seen from *now*."""
    seconds = int((now - moment).total_seconds())
    stamp = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    for unit, size in UNITS:
        if abs(seconds) >= size:
            amount = abs(seconds) // size
            words = f"{amount} {unit}{'s' if amount > 1 else ''}"
            return f"{stamp}, {words} ago" if seconds > 0 else f"{stamp}, in {words}"
    return f"{stamp}, now"
