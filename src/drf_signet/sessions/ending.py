"""Ending sessions before their time: one, the others of a user, or all of them."""

from __future__ import annotations

from datetime import datetime

from drf_signet.sessions import events
from drf_signet.sessions.models import Reason, Session, SessionQuerySet
from drf_signet.sessions.retries import until_settled


def end(session: Session, reason: Reason, now: datetime) -> None:
    """End *session*. Nothing happens to one that was ended before. One statement."""
    _end_each([session], reason, now)


def end_others(session: Session, reason: Reason, now: datetime) -> int:
    """End the live sessions of the same user but *session*. Returns how many. Two statements."""
    return _end_found(Session.objects.filter(user_id=session.user_id).exclude(pk=session.pk), reason, now)


def end_all(user_id: object, reason: Reason, now: datetime) -> int:
    """End the live sessions of the user. Returns how many. Two statements."""
    return _end_found(Session.objects.filter(user_id=user_id), reason, now)


def end_oldest(user_id: object, keep: int, reason: Reason, now: datetime) -> int:
    """End the live sessions of the user but the newest *keep*. Returns how many. One statement, or two."""
    newest_first = Session.objects.filter(user_id=user_id).order_by("-created_at", "-pk")
    return _end_each(list(newest_first.live(now)[keep:]), reason, now)


def _end_found(sessions: SessionQuerySet, reason: Reason, now: datetime) -> int:
    return _end_each(list(sessions.live(now)), reason, now)


def _end_each(sessions: list[Session], reason: Reason, now: datetime) -> int:
    if not sessions:
        return 0
    living = Session.objects.filter(pk__in=[one.pk for one in sessions], revoked_at__isnull=True)
    ended: int = until_settled(lambda: living.update(revoked_at=now, revoke_reason=reason))
    if ended:
        for session in sessions:
            session.revoked_at, session.revoke_reason = now, reason
            events.ended(session)
    return ended
