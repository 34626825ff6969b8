"""Refreshing: from a token that may be exchanged to the next token of its session. Two statements."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from drf_signet.conf import get_ring
from drf_signet.sessions.rotation import rotate
from drf_signet.sessions.tokens import SessionToken
from drf_signet.throttles import count_refresh

AnyToken = TypeVar("AnyToken", bound=SessionToken)


def refresh(
    raw: str, token_class: type[AnyToken], *, address: str | None = None, now: datetime | None = None
) -> AnyToken:
    """
    The token that replaces *raw*, which a client at the IP *address* presented. Presented again within the windows,
    *raw* gets a token again.

    Raises `TokenError`, before any query where the token is not genuine, what `rotate` raises, and
    `NoSigningKeyError` and `ThrottledError` before anything is written.
    """
    token = token_class(raw, now=now)
    if address is not None:
        count_refresh(address, str(token.presented.session_id), now)
    # Without a key to sign with, the next token could not be given out, and the session would have moved on.
    _ = get_ring().signing_key
    token.adopt(rotate(token.presented, token_class.windows(), token_class.lifetime, token.current_time))
    return token
