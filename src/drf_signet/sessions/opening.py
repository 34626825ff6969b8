"""Opening a session: the one row of a sign-in, however many tokens it makes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router

from drf_signet.conf import get_settings
from drf_signet.opening import opening_of
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions import events
from drf_signet.sessions.device import current_device
from drf_signet.sessions.ending import end_oldest
from drf_signet.sessions.joined_session import session_at_hand
from drf_signet.sessions.methods import written
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.purging import purge_by_chance
from drf_signet.sessions.retries import until_settled
from drf_signet.user_identifier import key_of


class Lifetimes(NamedTuple):
    """How long a token of the session lasts without a refresh, and how long the session does with them."""

    idle: timedelta
    absolute: timedelta


def session_for(user: AbstractBaseUser, lifetimes: Lifetimes, now: datetime) -> Session:
    """The session that is at hand for *user* (see `joining`), for as long as one with *lifetimes*, or a new one."""
    session = session_at_hand(key_of(user))
    if session is None:
        return open_session(user, lifetimes, now)
    _set_user(session, user)
    # Counted from the sign-in: what joins at a refresh must not move the end of the session along.
    ends_at = max(session.expires_at, session.created_at + lifetimes.absolute)
    keep_until(session, min(now + lifetimes.idle, ends_at), ends_at)
    return session


def keep_until(session: Session, refreshable_until: datetime, ends_at: datetime) -> None:
    """Let *session* last no shorter than this. One statement, or none."""
    token_expires_at = max(session.token_expires_at, refreshable_until)
    expires_at = max(session.expires_at, ends_at)
    if (token_expires_at, expires_at) == (session.token_expires_at, session.expires_at):
        return
    session.token_expires_at, session.expires_at = token_expires_at, expires_at
    later = {"token_expires_at": token_expires_at, "expires_at": expires_at}
    until_settled(lambda: Session.objects.filter(pk=session.pk).update(**later))


def open_session(user: AbstractBaseUser, lifetimes: Lifetimes, now: datetime) -> Session:
    """
    A new session of *user*.

    The user's oldest sessions beyond SESSIONS_PER_USER are ended, and one sign-in in ten deletes a few old rows. Two
    statements, or more where there is something to end or to look for.
    """
    device, opening = current_device(), opening_of(user)
    session = Session(
        user_id=key_of(user),
        auth_hash=fingerprint(user),
        rotated_at=now,
        created_at=now,
        token_expires_at=now + min(lifetimes),
        expires_at=now + lifetimes.absolute,
        user_agent=device.user_agent,
        ip=device.ip,
        methods=written(opening.methods) if opening else None,
    )
    _set_user(session, user)
    until_settled(lambda: session.save(force_insert=True, using=router.db_for_write(Session)))
    events.opened(session)
    end_oldest(session, get_settings().SESSIONS_PER_USER, Reason.LIMIT, now)
    purge_by_chance(session, now)
    return session


def _set_user(session: Session, user: AbstractBaseUser) -> None:
    # Not by ``session.user = user``: a user who was read from a replica would take the session along to it.
    session._state.fields_cache["user"] = user  # noqa: SLF001  # what Django itself does after a JOIN
