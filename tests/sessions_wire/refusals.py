"""The bodies of refusals that only sessions have, word for word."""

from __future__ import annotations

from typing import Final

Refusal = dict[str, object]

SUPERSEDED: Final[Refusal] = {
    "detail": "Another request has just replaced this token. Try again with the newest one.",
    "code": "refresh_superseded",
}

VAGUE: Final = "Token is invalid or expired"
"""What every endpoint says of a bad token and of an old one; ``reason`` tells them apart."""

INVALID: Final = "Token is invalid"
EXPIRED: Final = "Token is expired"
BLACKLISTED: Final = "Token is blacklisted"
NO_SESSION: Final = "Token has no session"


def not_valid(reason: str, detail: str = VAGUE) -> Refusal:
    """The body for a token that is no good."""
    return {"detail": detail, "code": "token_not_valid", "reason": reason}


def no_account(reason: str, detail: str = "No active account found for the given token.") -> Refusal:
    """The body for a good token of a user who may not go on."""
    return {"detail": detail, "code": "no_active_account", "reason": reason}
