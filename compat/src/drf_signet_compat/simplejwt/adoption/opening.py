"""Opening the session of a token that Simple JWT issued: once, whoever else presents it at the same moment."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.conf import get_settings
from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions import events
from drf_signet.sessions.device import current_device
from drf_signet.sessions.ending import end_oldest
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.purging import purge_some
from drf_signet.sessions.retries import until_settled
from drf_signet.tokens import Token
from signet_tokens.claims import read_time


def open_adopted(session_id: UUID, token: Token, user: AbstractBaseUser) -> Session:
    """
    The session *session_id* of *user*, of which *token* is generation zero.

    Without a refresh it lasts as long as the token would have; with them, for SESSION_LIFETIME from now, and not less
    than that. Where another request was faster, the session is the one that it opened. Four statements.
    """
    now = token.current_time
    expires_at = datetime.fromtimestamp(read_time(token["exp"]), UTC)
    device = current_device()
    new = Session(
        id=session_id,
        user_id=user.pk,
        auth_hash=fingerprint(user),
        rotated_at=now,
        created_at=_issued_at(token),
        token_expires_at=expires_at,
        expires_at=max(now + get_settings().SESSION_LIFETIME, expires_at),
        user_agent=device.user_agent,
        ip=device.ip,
    )
    # Of a conflict nothing is raised: that would spoil the transaction of a caller who has one open.
    until_settled(lambda: Session.objects.bulk_create([new], ignore_conflicts=True))
    session: Session = Session.objects.get(pk=session_id)
    if bytes(session.secret) == bytes(new.secret):
        events.opened(session)
        end_oldest(session, get_settings().SESSIONS_PER_USER, Reason.LIMIT, now)
        purge_some(now)
    return session


def _issued_at(token: Token) -> datetime:
    """The latest sign of the user's sign-in: when the token was issued, where it says so, and not before 1970."""
    return datetime.fromtimestamp(max(0, read_time(token["iat"])), UTC) if "iat" in token else token.current_time
