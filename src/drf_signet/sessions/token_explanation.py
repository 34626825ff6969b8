"""
What is known of the session that a token names, for ``manage.py token explain``. Changes nothing.

Nothing here is for clients: it tells more about a session than its holder may know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from drf_signet.errors import TokenError
from drf_signet.relative_time import ago
from drf_signet.sessions.claims import GENERATION_CLAIM, SESSION_CLAIM, session_id_of
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.user_agent import device_name
from drf_signet.sessions.verification import check_session, is_refresh_token
from drf_signet.token_explanation import Witness
from drf_signet.tokens import Token


def session_facts(token: Token, now: datetime) -> Iterator[tuple[str, str]]:
    """What there is to say about the session that *token* names, if it names one. Raises nothing."""
    if SESSION_CLAIM not in token:
        return
    try:
        session = Session.objects.filter(pk=session_id_of(token.payload)).first()
    except TokenError:
        session = None
    if session is None:
        yield "session", f"{token[SESSION_CLAIM]}: not found"
        return
    yield "session", f"{session.pk}, on {device_name(session.user_agent)}, from {session.ip or 'an unknown address'}"
    yield "opened", ago(session.created_at, now)
    yield "last used", ago(session.last_used_at, now)
    yield "ends", ago(session.expires_at, now)
    if session.revoked_at is not None:
        yield "ended", f"{ago(session.revoked_at, now)}: {Reason(session.revoke_reason).label}"
    if is_refresh_token(token) and GENERATION_CLAIM in token:
        yield "generation", f"{token[GENERATION_CLAIM]}; the session is at {session.generation}"


WITNESS: Final = Witness(session_facts, check_session)
