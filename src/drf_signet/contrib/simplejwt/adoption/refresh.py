"""Refreshing where refresh tokens don't rotate: a session is looked up, and nothing of it is written."""

from __future__ import annotations

from datetime import datetime

from drf_signet.contrib.simplejwt.adoption.tokens import RefreshToken
from drf_signet.throttles import count_refresh
from drf_signet.tokens import AccessToken


def refresh_access(
    raw: str, token_class: type[RefreshToken], *, address: str | None = None, now: datetime | None = None
) -> AccessToken:
    """
    A new access token for *raw*, which a client at the IP *address* presented, and which stays good.

    Raises `TokenError`, also for a token that was replaced; `NoSigningKeyError`, and `ThrottledError`.
    """
    token = token_class(raw, now=now)
    if address is not None:
        count_refresh(address, str(token.presented.session_id), now)
    token.adopt(token.session)
    return token.access_token
