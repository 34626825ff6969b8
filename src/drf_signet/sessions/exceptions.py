"""What REST framework answers about sessions: as about tokens, with the rows of `drf_signet.sessions.answers`."""

from __future__ import annotations

from drf_signet.exceptions import (
    AuthenticationFailed,
    Challenging,
    ExpiredTokenError,
    FieldRefused,
    InvalidHeader,
    InvalidToken,
    SignInRefused,
    TokenError,
    TokenForbidden,
    answer_to,
    answering,
    error_behind,
)

__all__ = [
    "AuthenticationFailed",
    "Challenging",
    "ExpiredTokenError",
    "FieldRefused",
    "InvalidHeader",
    "InvalidToken",
    "SignInRefused",
    "TokenError",
    "TokenForbidden",
    "answer_to",
    "answering",
    "error_behind",
]
