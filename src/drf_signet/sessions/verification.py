"""Verifying a token of any type together with its session. One query; none for a token without a session."""

from __future__ import annotations

from datetime import datetime

from drf_signet.conf import get_settings
from drf_signet.foreign_tokens import presented_token
from drf_signet.sessions.claims import GENERATION_CLAIM, SESSION_CLAIM, presented_by
from drf_signet.sessions.lookup import check_current, check_live, find_session, live_session
from drf_signet.sessions.tokens import RefreshToken
from drf_signet.tokens import Token


def verify_token(raw: str, *, now: datetime | None = None) -> None:
    """
    Raise `TokenError` unless *raw* would be accepted where a token of its type is asked for. Changes nothing.

    `TokenReusedError` says that a refresh token was replaced.
    """
    check_session(presented_token(raw, now=now))


def check_session(token: Token) -> None:
    """The same for a *token* whose signature and claims were found good."""
    if token.issuer is not None:
        return
    if is_refresh_token(token):
        _check_refresh_token(token)
    elif SESSION_CLAIM in token:
        live_session(token, token.current_time)


def is_refresh_token(token: Token) -> bool:
    """Whether *token* is a refresh token, and not a sliding token, which has a generation, too."""
    settings = get_settings()
    if settings.TOKEN_TYPE_CLAIM is not None:
        return token.get(settings.TOKEN_TYPE_CLAIM) == RefreshToken.token_type
    return GENERATION_CLAIM in token and settings.SLIDING_TOKEN_REFRESH_EXP_CLAIM not in token


def _check_refresh_token(token: Token) -> None:
    presented = presented_by(token.payload)
    session = find_session(presented)
    check_live(session, token.current_time)
    check_current(session, presented, RefreshToken.windows(), token.current_time)
