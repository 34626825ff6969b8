"""Opening a session: the one row of a sign-in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.conf import get_settings
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions import events
from drf_signet.sessions.device import current_device
from drf_signet.sessions.ending import end_oldest
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.purging import purge_some
from drf_signet.sessions.retries import until_settled


class Lifetimes(NamedTuple):
    """How long a token of the session lasts without a refresh, and how long the session does with them."""

    idle: timedelta
    absolute: timedelta


def open_session(user: AbstractBaseUser, lifetimes: Lifetimes, now: datetime) -> Session:
    """
    A new session of *user*.

    The user's oldest sessions beyond SESSIONS_PER_USER are ended, and a few rows of old ones deleted. Three statements.
    """
    device = current_device()
    session = Session(
        user=cast(Any, user),  # whichever model AUTH_USER_MODEL names
        auth_hash=fingerprint(user),
        rotated_at=now,
        created_at=now,
        token_expires_at=now + min(lifetimes),
        expires_at=now + lifetimes.absolute,
        user_agent=device.user_agent,
        ip=device.ip,
    )
    until_settled(lambda: session.save(force_insert=True))
    events.opened(session)
    end_oldest(session, get_settings().SESSIONS_PER_USER, Reason.LIMIT, now)
    purge_some(now)
    return session
