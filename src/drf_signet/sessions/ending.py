"""
Ending sessions before their time: one, the others of a user, or all of them.

    end_all(user)                                   # as an administrator
    end_all(user, Reason.LOGOUT_ALL)
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from drf_signet.errors import UserNotFoundError
from drf_signet.sessions import events
from drf_signet.sessions.joined_session import let_go
from drf_signet.sessions.models import Reason, Session, SessionQuerySet, TokenUser
from drf_signet.sessions.other_sessions import has_others
from drf_signet.sessions.retries import until_settled
from drf_signet.user_identifier import key_of
from drf_signet.user_model import is_row_of

__all__ = ["end", "end_all", "end_others"]


def end(session: Session, reason: Reason = Reason.ENDED_BY_ADMIN, now: datetime | None = None) -> None:
    """End *session*, by default now. Nothing happens to one that was ended before. One statement."""
    _end_each([session], reason, now or timezone.now())


def end_reused(session: Session, generation: int, now: datetime) -> None:
    """End *session*, whose token of *generation* was presented after it was replaced, and tell of it."""
    end(session, Reason.REUSE, now)
    events.reused(session, generation)


def end_others(session: Session, reason: Reason = Reason.ENDED_BY_ADMIN, now: datetime | None = None) -> int:
    """End the live sessions of the same user but *session*, by default now. Returns how many. Two statements."""
    others = Session.objects.filter(user_id=session.user_id).exclude(pk=session.pk)
    return _end_found(others, reason, now or timezone.now())


def end_all(
    user: AbstractBaseUser | TokenUser, reason: Reason = Reason.ENDED_BY_ADMIN, now: datetime | None = None
) -> int:
    """
    End the live sessions of *user*, by default now, wherever that row was read. Returns how many. Two statements.

    Raises `UserNotFoundError` for a user that was never saved, and `TypeError` for anything but a row of
    AUTH_USER_MODEL or a `TokenUser`.
    """
    if isinstance(user, TokenUser):
        return _end_found(Session.objects.filter(user=user), reason, now or timezone.now())
    return end_all_of_key(_key_of(user), reason, now or timezone.now())


def end_all_of_key(key: object, reason: Reason, now: datetime) -> int:
    """The same for the user whose primary key is *key*, who may be gone."""
    return _end_found(Session.objects.filter(user_id=key), reason, now)


def end_opened_since(key: object, since: datetime, reason: Reason, now: datetime) -> int:
    """End the live sessions of the user with that primary key that were opened at *since* or later. As `end_all`."""
    return _end_found(Session.objects.filter(user_id=key, created_at__gte=since), reason, now)


def end_oldest(newest: Session, keep: int, reason: Reason, now: datetime) -> int:
    """
    End the live sessions of the same user but *newest* and the newest of the others, *keep* in all.

    Returns how many. One statement, or three.
    """
    if not has_others(newest, keep, now):
        return 0
    others = Session.objects.filter(user_id=newest.user_id).exclude(pk=newest.pk).order_by("-created_at", "-pk")
    return _end_each(list(others.refreshable(now)[keep - 1 :]), reason, now)


def _key_of(user: AbstractBaseUser) -> object:
    if not is_row_of(user, get_user_model()):
        raise TypeError(f"Only users of AUTH_USER_MODEL have sessions: {type(user).__name__} has none.")
    key: object = key_of(user)
    if key is None:
        raise UserNotFoundError
    return key


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
