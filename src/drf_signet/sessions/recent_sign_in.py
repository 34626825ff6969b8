"""How long ago a user signed in, by whatever means: a refresh is no sign-in, and a stolen token ages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from drf_signet.conf import get_settings
from drf_signet.errors import SignInTooOldError, TokenError
from drf_signet.sessions.claims import AUTH_TIME_CLAIM
from drf_signet.tokens import Token
from signet_tokens.claims import CLOCK_SKEW, read_time

RECENT: Final = timedelta(minutes=10)
"""How long a sign-in is enough for what a stolen token should not be enough for."""


def signed_in_at(token: object) -> float:
    """When the user of *token* signed in, in seconds since 1970: long ago, where that isn't known."""
    try:
        return read_time(token.get(AUTH_TIME_CLAIM)) if isinstance(token, Token) else 0
    except TokenError:
        return 0


def check_recent(time: float, now: datetime, max_age: timedelta = RECENT) -> None:
    """Raise `SignInTooOldError` unless *time*, in seconds since 1970, is at most *max_age* ago, and not ahead."""
    seconds, leeway = max_age.total_seconds(), get_settings().leeway
    # One that lies ahead is no older tomorrow.
    if not -CLOCK_SKEW - leeway <= now.timestamp() - time <= seconds + leeway:
        raise SignInTooOldError(int(seconds))
