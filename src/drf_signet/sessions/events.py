"""What happened to a session: one log line in ``drf_signet``, one signal. No token, and no part of one, in either."""

from __future__ import annotations

import logging
from typing import Final

from django.dispatch import Signal

from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh_decision import Verdict
from drf_signet.sessions.signals import (
    refresh_decided,
    session_ended,
    session_opened,
    session_rotated,
    token_reused,
)

logger: Final = logging.getLogger("drf_signet")


def opened(session: Session) -> None:
    """Tell that somebody signed in."""
    logger.info("session %s of user %s opened from %s", session.pk, session.user_id, session.ip)
    _send(session_opened, session)


def rotated(session: Session, verdict: Verdict = Verdict.ROTATE) -> None:
    """Tell that a refresh token was replaced, after *verdict*."""
    logger.info("session %s of user %s refreshed, generation %d", session.pk, session.user_id, session.generation)
    _send(session_rotated, session)
    decided(session, verdict)


def decided(session: Session, verdict: Verdict) -> None:
    """Tell what was decided about a refresh token. `rotated` calls this, too."""
    refresh_decided.send_robust(sender=Session, session=session, verdict=verdict)


def ended(session: Session) -> None:
    """Tell that a session was ended before its time."""
    logger.info("session %s of user %s ended: %s", session.pk, session.user_id, session.revoke_reason)
    _send(session_ended, session)


def reused(session: Session, generation: int) -> None:
    """Tell that the token of *generation* was presented after it was replaced: it may have been stolen."""
    logger.warning(
        "session %s of user %s: a client sent the refresh token of generation %d again, at generation %d",
        *(session.pk, session.user_id, generation, session.generation),
    )
    _send(token_reused, session)


def fast_forwarded(session: Session, generation: int) -> None:
    """Tell that the database knows less than the token of *generation*: it lost what it had confirmed."""
    logger.warning(
        "session %s of user %s: a client sent a genuine token of generation %d, but the database was at an earlier one",
        *(session.pk, session.user_id, generation),
    )


def _send(signal: Signal, session: Session) -> None:
    # The change is made already: a receiver that fails must not keep its token from the client.
    signal.send_robust(sender=Session, session=session)
