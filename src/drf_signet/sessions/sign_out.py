"""Signing out: here, or everywhere. Whoever is signed out already is told the same."""

from __future__ import annotations

from datetime import datetime

from drf_signet.errors import SessionNotFoundError, SessionRevokedError, TokenReusedError, TokenUserError
from drf_signet.sessions.decision import Verdict, decide
from drf_signet.sessions.ending import end, end_all
from drf_signet.sessions.lookup import check_live, find_session
from drf_signet.sessions.models import Reason
from drf_signet.sessions.rotation import standing_of
from drf_signet.sessions.tokens import SessionToken


def sign_out(raw: str, token_class: type[SessionToken], *, now: datetime | None = None) -> None:
    """
    End the session of *raw*, whichever generation it is of.

    Raises `TokenError` where the token is not genuine or has expired; not where its session is over.
    """
    token = token_class(raw, now=now)
    try:
        session = find_session(token.presented)
    except (SessionNotFoundError, TokenUserError):
        return
    end(session, Reason.LOGOUT, token.current_time)


def sign_out_everywhere(raw: str, token_class: type[SessionToken], *, now: datetime | None = None) -> None:
    """
    End all sessions of the user of *raw*.

    A replaced token, which may be in foreign hands, ends its own session only. Raises as `sign_out`, and
    `TokenReusedError` for such a token.
    """
    token = token_class(raw, now=now)
    try:
        session = find_session(token.presented)
        check_live(session, token.current_time)
    except (SessionNotFoundError, SessionRevokedError, TokenUserError):
        return
    verdict = decide(token.presented.generation, standing_of(session, token.current_time), token_class.windows())
    if verdict in {Verdict.SUPERSEDED, Verdict.REUSE}:
        end(session, Reason.REUSE, token.current_time)
        raise TokenReusedError
    end_all(session.user_id, Reason.LOGOUT_ALL, token.current_time)
