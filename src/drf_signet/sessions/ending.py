"""Ending sessions before their time: one, the others of a user, or all of them."""

from __future__ import annotations

from datetime import datetime

from drf_signet.sessions import events
from drf_signet.sessions.joined_session import let_go
from drf_signet.sessions.models import Reason, Session, SessionQuerySet
from drf_signet.sessions.retries import until_settled


def end(session: Session, reason: Reason, now: datetime) -> None:
    """End *session*. Nothing happens to one that was ended before. One statement."""
    _end_each([session], reason, now)


def end_reused(session: Session, generation: int, now: datetime) -> None:
    """End *session*, whose token of *generation* was presented after it was replaced, and tell of it."""
    end(session, Reason.REUSE, now)
    events.reused(session, generation)


def end_others(session: Session, reason: Reason, now: datetime) -> int:
    """End the live sessions of the same user but *session*. Returns how many. Two statements."""
    return _end_found(Session.objects.filter(user_id=session.user_id).exclude(pk=session.pk), reason, now)


def end_all(user_id: object, reason: Reason, now: datetime) -> int:
    """End the live sessions of the user. Returns how many. Two statements."""
    return _end_found(Session.objects.filter(user_id=user_id), reason, now)


def end_oldest(newest: Session, keep: int, reason: Reason, now: datetime) -> int:
    """
    End the live sessions of the same user but *newest* and the newest of the others, *keep* in all.

    Returns how many. One statement, or two.
    """
    others = Session.objects.filter(user_id=newest.user_id).exclude(pk=newest.pk).order_by("-created_at", "-pk")
    return _end_each(list(others.refreshable(now)[keep - 1 :]), reason, now)


def _end_found(sessions: SessionQuerySet, reason: Reason, now: datetime) -> int:
    return _end_each(list(sessions.live(now)), reason, now)


def _end_each(sessions: list[Session], reason: Reason, now: datetime) -> int:
    if not sessions:
        return 0
    chosen = Session.objects.filter(pk__in=[one.pk for one in sessions])
    living = chosen.filter(revoked_at__isnull=True)
    ended: int = until_settled(lambda: living.update(revoked_at=now, revoke_reason=reason))
    if 0 < ended < len(sessions):
        # Another request ended some of them meanwhile, and has told so.
        ours = set(chosen.filter(revoked_at=now, revoke_reason=reason).values_list("pk", flat=True))
        sessions = [one for one in sessions if one.pk in ours]
    for session in sessions if ended else ():
        session.revoked_at, session.revoke_reason = now, reason
        let_go(session.pk)
        events.ended(session)
    return ended
