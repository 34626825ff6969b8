"""
Keeping one session through a change of password, which ends all others (OWASP ASVS 5.0, 7.4.3):

    with transaction.atomic(), keeping(session_id):
        user.set_password(new)
        user.save()
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser

from drf_signet.password_fingerprint import fingerprint
from drf_signet.sessions.ending import end_all_of_key, end_others
from drf_signet.sessions.models import Reason, Session
from drf_signet.user_identifier import key_of

_kept: Final[ContextVar[UUID | None]] = ContextVar("drf_signet_kept_session", default=None)


@contextmanager
def keeping(session_id: UUID | None) -> Iterator[None]:
    """Passwords saved inside of this block end the sessions of their users, but not *session_id*."""
    token = _kept.set(session_id)
    try:
        yield
    finally:
        _kept.reset(token)


def end_for_new_password(user: AbstractBaseUser, now: datetime) -> None:
    """
    End the live sessions of *user*, except the kept one, which goes on with the new password.

    Two statements, or four.
    """
    kept = _kept.get()
    session = kept and Session.objects.live(now).filter(pk=kept, user_id=key_of(user)).first()
    if not session:
        end_all_of_key(key_of(user), Reason.PASSWORD_CHANGED, now)
        return
    Session.objects.filter(pk=session.pk).update(auth_hash=fingerprint(user))
    end_others(session, Reason.PASSWORD_CHANGED, now)
