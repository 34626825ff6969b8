"""How long an ended session has to be remembered: until its last access token has expired."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from drf_signet.conf import get_settings, imported
from drf_signet.tokens import Token
from signet_tokens.claims import read_time

MARGIN: Final = timedelta(minutes=1)
"""For clocks that are apart, and for transactions that end a session and take their time."""


def retention() -> timedelta:
    """The longest lifetime of a token that authenticates a request, with everything that may prolong it."""
    settings = get_settings()
    classes: list[type[Token]] = [imported(path) for path in settings.AUTH_TOKEN_CLASSES]
    longest = max([settings.ACCESS_TOKEN_LIFETIME, *(one.lifetime for one in classes)])
    return longest + timedelta(seconds=settings.leeway) + MARGIN


def outlives_retention(token: Token) -> bool:
    """Whether *token* is of a class with a longer lifetime, which AUTH_TOKEN_CLASSES doesn't name."""
    lifetime = read_time(token["exp"]) - read_time(token.get("iat"))
    return lifetime + get_settings().leeway > (retention() - MARGIN).total_seconds()
