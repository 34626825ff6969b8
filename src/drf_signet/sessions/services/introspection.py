"""Token introspection (RFC 7662) of the tokens of sessions: the session and its user are looked up, in one query."""

from __future__ import annotations

from datetime import datetime

from drf_signet.errors import TokenError, TokenNotYetValidError, TokenReusedError, UnavailableError
from drf_signet.known_token import KnownToken
from drf_signet.service_clients import Client
from drf_signet.services.token_description import INACTIVE, described
from drf_signet.sessions.claims import presented_by
from drf_signet.sessions.lookup import check_live, find_session, live_session
from drf_signet.sessions.models import Session
from drf_signet.sessions.verification import is_refresh_token

__all__ = ["introspect"]


def introspect(raw: str, client: Client, *, now: datetime | None = None) -> dict[str, object]:
    """
    What *client* learns about *raw*: ``{"active": False}``, unless it is a token of a session that goes on.

    A refresh token that was replaced is not active. To ask about it changes nothing, and is no reuse. One query. Raises
    `UnavailableError` where nobody can say now.
    """
    try:
        token = KnownToken(raw, now=now)
        session = _session_of(token)
    except TokenNotYetValidError:
        return {**INACTIVE}
    except UnavailableError:
        raise
    except TokenError:
        return {**INACTIVE}
    return described(token, session.user, client, is_refresh_token=is_refresh_token(token))


def _session_of(token: KnownToken) -> Session:
    if not is_refresh_token(token):
        return live_session(token, token.current_time)
    presented = presented_by(token.payload)
    session = find_session(presented)
    check_live(session, token.current_time)
    if presented.generation < session.generation:
        raise TokenReusedError
    return session
