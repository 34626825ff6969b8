"""Token revocation (RFC 7009): a refresh token or an access token ends its session, and with that all tokens of it."""

from __future__ import annotations

from datetime import datetime

from drf_signet.errors import TokenError, UnavailableError
from drf_signet.known_token import KnownToken
from drf_signet.service_clients import Client
from drf_signet.services.errors import UnsupportedTokenTypeError
from drf_signet.services.token_description import is_for
from drf_signet.sessions.claims import SESSION_CLAIM, presented_by, session_id_of, user_id_of
from drf_signet.sessions.ending import end
from drf_signet.sessions.lookup import check_owner, find_session, load_session
from drf_signet.sessions.models import Reason, Session
from drf_signet.sessions.verification import is_refresh_token

__all__ = ["revoke"]


def revoke(raw: str, client: Client, *, now: datetime | None = None) -> None:
    """
    End the session of *raw*, whichever generation it is of. Nothing happens where there is nothing to end, or where the
    token isn't meant for *client*. Two statements.

    Raises `UnsupportedTokenTypeError` for a genuine token without a session, and `UnavailableError` where the session
    can't be ended now.
    """
    try:
        token = KnownToken(raw, now=now)
        if not is_for(client, token.payload):
            return
        if SESSION_CLAIM not in token:
            raise UnsupportedTokenTypeError
        session = _session_of(token)
    except UnavailableError:
        raise
    except TokenError:
        return
    end(session, Reason.LOGOUT, token.current_time)


def _session_of(token: KnownToken) -> Session:
    if is_refresh_token(token):
        return find_session(presented_by(token.payload))
    session = load_session(session_id_of(token.payload))
    check_owner(session, user_id_of(token.payload))
    return session
