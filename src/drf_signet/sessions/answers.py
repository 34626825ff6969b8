"""
Answers about a token in the body whose session was looked up.

They reveal as little about its user as in the core.
"""

from __future__ import annotations

from typing import Final

from drf_signet import answers
from drf_signet.answers import REASON, TOKEN_REFUSED, Row
from drf_signet.errors import PasswordChangedError, TokenUserError

EXCHANGE_ANSWERS: Final = answers.EXCHANGE_ANSWERS.but(
    {
        TokenUserError: Row(
            401,
            TokenUserError.code,
            text=lambda _: TokenUserError.default_message,
            more=REASON,
            challenge=TOKEN_REFUSED,
        ),
        PasswordChangedError: Row(401, TokenUserError.code, more=REASON, challenge=TOKEN_REFUSED),
    }
)
"""The rows of the core, with one code for whatever is in the way of the user, and the challenge of a token."""
