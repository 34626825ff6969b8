"""
Rotating a session: from one generation of its token to the next. Two statements, no lock, one arbiter: the row.

Any number of processes may present the same token at once. The UPDATE compares and swaps in one statement, so one of
them wins; the others look again, and answer with the same generation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, repeat
from typing import Final

from drf_signet.errors import (
    PasswordChangedError,
    RefreshSupersededError,
    TokenReusedError,
    TokenUserError,
    UserInactiveError,
)
from drf_signet.sessions import events
from drf_signet.sessions.claims import Presented
from drf_signet.sessions.ending import end, end_reused
from drf_signet.sessions.lookup import Select, check_live, find_session, not_yet, standing_of
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.refresh_decision import Verdict, Windows, decide, race_after_fast_forward, race_after_rotating
from drf_signet.sessions.retries import LostRaceError, until_settled
from drf_signet.sessions.statements import Known, compare_and_swap, select_what_is_committed, select_with_user

Before = Callable[[Session], object]

MOVING: Final = frozenset({Verdict.ROTATE, Verdict.REPLACE, Verdict.FAST_FORWARD})
"""Verdicts that count once the row has changed: another request may be faster."""


def rotate(
    presented: Presented, windows: Windows, lifetime: timedelta, now: datetime, before: Before = lambda _: None
) -> Session:
    """
    The session with its user, at the generation whose token answers *presented*; a new one lasts for *lifetime*.

    *before* is called with the session as it will be, before that is written. If it raises, nothing is.

    Raises `TokenReusedError`, after the session was ended; `RefreshSupersededError`, where another request was
    faster; `TokenNotYetValidError`, where the last refresh lies ahead; `SessionBusyError`; and what `find_session` and
    `check_live` raise. A user who was disabled, or has a new password, loses the session.
    """
    reading = chain([select_with_user], repeat(select_what_is_committed))
    return until_settled(partial(_attempt, reading, presented, windows, lifetime, now, before))


def _attempt(
    reading: Iterator[Select],
    presented: Presented,
    windows: Windows,
    lifetime: timedelta,
    now: datetime,
    before: Before,
) -> Session:
    session = find_session(presented, next(reading))
    known = Known(session.generation, session.auth_hash)
    check_live_or_end(session, now)
    standing = standing_of(session, now)
    verdict = decide(presented.generation, standing, windows)
    move = partial(_swap, session, known, before, verdict, previous=presented.generation, lifetime=lifetime, now=now)
    _tell_unless_moving(session, verdict)
    match verdict:
        case Verdict.WAIT:
            raise not_yet(standing)
        case Verdict.REPEAT:
            pass
        case Verdict.ROTATE:
            session.racing_from_generation, previous = race_after_rotating(standing, windows)
            move(presented.generation + 1, previous=previous)
        case Verdict.REPLACE:
            # What lies between the two is void: the race that may begin now has its tokens from here on.
            session.racing_from_generation = session.generation
            move(session.generation + 1)
        case Verdict.FAST_FORWARD:
            session.racing_from_generation, previous = race_after_fast_forward(presented.generation, standing, windows)
            move(presented.generation + 1, previous=previous)
            events.fast_forwarded(session, presented.generation)
        case Verdict.SUPERSEDED:
            raise RefreshSupersededError
        case Verdict.REUSE:
            end_reused(session, presented.generation, now)
            raise TokenReusedError
    return session


def _tell_unless_moving(session: Session, verdict: Verdict) -> None:
    if verdict not in MOVING:
        events.decided(session, verdict)


def check_live_or_end(session: Session, now: datetime) -> None:
    """Raise what `check_live` raises. A user who was disabled, or has a new password, loses the session."""
    try:
        check_live(session, now)
    except TokenUserError as error:
        _end_for(error, session, now)
        raise


def _swap(
    session: Session,
    known: Known,
    before: Before,
    verdict: Verdict,
    generation: int,
    *,
    previous: int,
    lifetime: timedelta,
    now: datetime,
) -> None:
    """Compare and swap. Raises `LostRaceError` where the row is no longer what was read."""
    session.generation, session.previous_generation, session.rotated_at = generation, previous, now
    # Never earlier than before: the old token is valid until then, and Signet needs the row to refuse it.
    session.token_expires_at = min(max(session.token_expires_at, now + lifetime), session.expires_at)
    before(session)
    if not compare_and_swap(session, known):
        raise LostRaceError
    events.rotated(session, verdict)


def _end_for(error: TokenUserError, session: Session, now: datetime) -> None:
    if isinstance(error, PasswordChangedError):
        end(session, Reason.PASSWORD_CHANGED, now)
    elif isinstance(error, UserInactiveError):
        end(session, Reason.USER_INACTIVE, now)
