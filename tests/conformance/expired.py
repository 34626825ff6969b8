"""Make a token that has expired of one that has not."""

from __future__ import annotations

import time

from drf_signet.tokens import UntypedToken


def expired(raw: str) -> str:
    """The token *raw* with the same claims, signed anew, but that it expired a minute ago."""
    token = UntypedToken(raw)
    token["exp"] = int(time.time()) - 60
    return str(token)
