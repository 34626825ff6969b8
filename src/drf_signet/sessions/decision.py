"""
The table that decides about a refresh. Pure: no clock, no database.

With g the generation presented, c the current and p the previous one, age the time since the last refresh:

    g == c                          ROTATE          the usual case
    g == p, age <= grace            REPEAT          a parallel request: the same answer again
    g == p, age <= retry            REPLACE         the answer was lost: another one, and the lost one is void
    g < c, age <= grace             SUPERSEDED      a parallel request that is further behind: try again
    g > c                           FAST_FORWARD    the database lost what it had confirmed
    otherwise                       REUSE           somebody else has used the token: the session ends

A period of zero never matches. See docs/decisions/0005.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import NamedTuple


class Verdict(Enum):
    """What to do about a refresh token."""

    ROTATE = auto()
    REPEAT = auto()
    REPLACE = auto()
    SUPERSEDED = auto()
    FAST_FORWARD = auto()
    REUSE = auto()


class Windows(NamedTuple):
    """How long after a refresh a replaced token may still come: in parallel, or because the answer was lost."""

    grace: timedelta
    retry: timedelta


class Standing(NamedTuple):
    """Where a session stands; *age* is the time since its last refresh."""

    generation: int
    previous: int | None
    age: timedelta


def decide(presented: int, standing: Standing, windows: Windows) -> Verdict:
    """What to do about the token of generation *presented*."""
    if presented == standing.generation:
        return Verdict.ROTATE
    if presented > standing.generation:
        return Verdict.FAST_FORWARD
    if presented == standing.previous:
        if _within(windows.grace, standing.age):
            return Verdict.REPEAT
        if _within(windows.retry, standing.age):
            return Verdict.REPLACE
    return Verdict.SUPERSEDED if _within(windows.grace, standing.age) else Verdict.REUSE


def _within(window: timedelta, age: timedelta) -> bool:
    # The clock of another machine may be ahead, and age below zero.
    return timedelta() < window and age <= window
