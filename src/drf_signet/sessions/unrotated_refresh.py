"""
Refreshing without rotation: the token that is presented stays that of its session. One SELECT.

A token that was replaced is none of these: it gets what `rotation` has for it, so no replay is safer here than there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from drf_signet.sessions.claims import Presented
from drf_signet.sessions.lookup import find_session
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh_decision import Windows
from drf_signet.sessions.retries import until_settled
from drf_signet.sessions.rotation import check_live_or_end, rotate

PRECISION: Final = timedelta(hours=1)
"""By how much the time of the last use may be behind: a write for each refresh would cost more than the refresh."""


def stay(presented: Presented, windows: Windows, lifetime: timedelta, now: datetime) -> Session:
    """
    The session with its user, at the generation that was *presented*, or at another one where that was replaced.

    Raises as `rotate`.
    """
    session = find_session(presented)
    if presented.generation != session.generation:
        return rotate(presented, windows, lifetime, now)
    known = session.auth_hash
    check_live_or_end(session, now)
    if session.auth_hash != known or now - session.last_used_at >= PRECISION:
        _write_down(session, known, now)
    return session


def _write_down(session: Session, known: str, now: datetime) -> None:
    """Write down the use, and the present fingerprint of a password that is stored otherwise than it was."""
    # Whoever was faster has written the same, or has ended the session for the next refresh to see.
    living = Session.objects.filter(pk=session.pk, auth_hash=known, revoked_at__isnull=True)
    until_settled(lambda: living.update(auth_hash=session.auth_hash, refreshed_at=now))
