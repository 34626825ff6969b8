"""
The table that decides about a refresh. Pure: no clock, no database.

With g the generation presented, c the current and p the previous one, age the time since the last refresh:

    g == c                          ROTATE          the usual case
    g < c, age < -skew              WAIT            the clock was ahead at the refresh: how long ago can't be told
    g == p, age <= grace            REPEAT          a parallel request: the same answer again
    r <= g < p, age <= grace        REPEAT          the same, in a race that has gone on since the generation r
    g == p, age <= retry            REPLACE         the answer was lost: another one, and the lost one is void
    r < g <= p, later               REPLACE         the client kept another token of the race than the last one
    g < c, age <= grace             SUPERSEDED      a parallel request that is further behind: try again
    g > c                           FAST_FORWARD    the database lost what it had confirmed
    otherwise                       REUSE           somebody else has used the token: the session ends

A period of zero never matches. A refresh that lies more than a day ahead is as good as one of long ago: whoever has
its token is told to sign in again. See docs/decisions/0005.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import Final, NamedTuple

from signet_tokens.claims import CLOCK_SKEW, LONGEST_AHEAD

FARTHEST: Final = timedelta(seconds=LONGEST_AHEAD)


class Verdict(Enum):
    """What to do about a refresh token."""

    ROTATE = auto()
    WAIT = auto()
    REPEAT = auto()
    REPLACE = auto()
    SUPERSEDED = auto()
    FAST_FORWARD = auto()
    REUSE = auto()


class Windows(NamedTuple):
    """
    How long after a refresh a replaced token may still come: in parallel, or because the answer was lost.

    By *skew*, or the grace where that is longer, the clocks of two machines may be apart.
    """

    grace: timedelta
    retry: timedelta
    skew: timedelta = timedelta(seconds=CLOCK_SKEW)

    @property
    def apart(self) -> timedelta:
        """How far ahead a refresh may lie that counts as one of this moment."""
        return max(self.skew, self.grace)


class Standing(NamedTuple):
    """
    Where a session stands; *age* is the time since its last refresh.

    The refreshes since the one of the generation *racing_from* followed each other within the grace. Where they began
    with a token that was replaced already, *previous* is that token, and *racing_from* the generation at that time.
    """

    generation: int
    previous: int | None
    age: timedelta
    racing_from: int | None = None


def decide(presented: int, standing: Standing, windows: Windows) -> Verdict:
    """What to do about the token of generation *presented*."""
    if presented == standing.generation:
        return Verdict.ROTATE
    if presented > standing.generation:
        return Verdict.FAST_FORWARD
    if max(windows.grace, windows.retry) and -FARTHEST <= standing.age < -windows.apart:
        return Verdict.WAIT
    if _within(windows, windows.grace, standing.age):
        is_racing = _began_race(presented, standing) or _was_given_in_race(presented, standing)
        return Verdict.REPEAT if is_racing else Verdict.SUPERSEDED
    is_lost = presented == standing.previous and _within(windows, windows.retry, standing.age)
    was_kept = timedelta() < windows.grace < standing.age and _was_given_in_race(presented, standing)
    return Verdict.REPLACE if is_lost or was_kept else Verdict.REUSE


class Race(NamedTuple):
    """
    To what the next rotation belongs: *racing_from* is itself, or one of a moment ago.

    It may be repeated with the token *previous*: with what it takes, or with that of a race from behind.
    """

    racing_from: int
    previous: int


def race_after_rotating(standing: Standing, windows: Windows) -> Race:
    """The race to which the next rotation belongs."""
    generation, start, previous = standing.generation, standing.racing_from, standing.previous
    if start is None or not _within(windows, windows.grace, standing.age):
        return Race(generation, generation)
    return Race(start, previous if previous is not None and previous < start < generation else generation)


def race_after_fast_forward(presented: int, standing: Standing, windows: Windows) -> Race:
    """
    The race to which the rotation of the token *presented* belongs, to whose generation the database forgot the way.

    If the last refresh that it remembers is within the grace, then so are those that it forgot: the race goes on as if
    nothing were lost. Otherwise, nobody knows when they were, and it has the token before, too: another tab's.
    """
    if not _within(windows, windows.grace, standing.age):
        return Race(presented - 1, presented)
    start, previous = race_after_rotating(standing, windows)
    return Race(start, previous if previous < start else presented)


def _began_race(presented: int, standing: Standing) -> bool:
    start, previous = standing.racing_from, standing.previous
    return presented == previous or (previous is not None and presented == start and presented <= previous)


def _was_given_in_race(presented: int, standing: Standing) -> bool:
    # Of all that one race gave out, the first to come back goes on: its client kept that one.
    start, previous = standing.racing_from, standing.previous
    if start is None or previous is None:
        return False
    return start < presented <= (previous if start <= previous else standing.generation - 1)


def _within(windows: Windows, window: timedelta, age: timedelta) -> bool:
    # The clock of another machine may be ahead, and age below zero.
    return timedelta() < window and -windows.apart <= age <= window
