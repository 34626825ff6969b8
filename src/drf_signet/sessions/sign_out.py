"""Signing out: here, or everywhere. Whoever is signed out already is told the same."""

from __future__ import annotations

from datetime import datetime

from drf_signet.errors import (
    SessionExpiredError,
    SessionNotFoundError,
    SessionRevokedError,
    TokenReusedError,
    TokenUserError,
)
from drf_signet.sessions.ending import end, end_all_of_key, end_reused
from drf_signet.sessions.lookup import check_live, find_session, judge
from drf_signet.sessions.models import Reason
from drf_signet.sessions.refresh_decision import Verdict
from drf_signet.sessions.tokens import SessionToken

__all__ = ["sign_out", "sign_out_everywhere"]


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

    Only a user who is signed in may do so. A token of a disabled user, or from before a new password, ends its own
    session alone. A replaced token, which may be stolen, also ends its own session. Raises as `sign_out`,
    `TokenReusedError` for the last, and what `judge` raises.
    """
    token = token_class(raw, now=now)
    try:
        session = find_session(token.presented)
    except (SessionNotFoundError, TokenUserError):
        return
    try:
        check_live(session, token.current_time)
    except (SessionRevokedError, SessionExpiredError):
        return
    except TokenUserError:
        end(session, Reason.LOGOUT_ALL, token.current_time)
        return
    if judge(session, token.presented, token_class.windows(), token.current_time) is Verdict.REUSE:
        end_reused(session, token.presented.generation, token.current_time)
        raise TokenReusedError
    end_all_of_key(session.user_id, Reason.LOGOUT_ALL, token.current_time)
