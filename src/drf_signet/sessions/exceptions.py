"""What REST framework answers about sessions: as about tokens, with the rows of `drf_signet.sessions.answers`."""

from __future__ import annotations

from drf_signet.exceptions import (
    AuthenticationFailed,
    ExpiredTokenError,
    FieldRefused,
    InvalidHeader,
    InvalidToken,
    SignInRefused,
    TokenError,
    answer_to,
    answering,
    error_behind,
)

__all__ = [
    "AuthenticationFailed",
    "ExpiredTokenError",
    "FieldRefused",
    "InvalidHeader",
    "InvalidToken",
    "SignInRefused",
    "TokenError",
    "answer_to",
    "answering",
    "error_behind",
]
