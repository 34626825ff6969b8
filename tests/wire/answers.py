"""The answers of the endpoints, word for word."""

from __future__ import annotations

import json
from typing import Any, Final

from django.conf import settings
from rest_framework.response import Response

CHALLENGE: Final = 'Bearer realm="api"'
BAD_TOKEN: Final = 'Bearer realm="api", error="invalid_token"'
BAD_REQUEST: Final = 'Bearer realm="api", error="invalid_request"'

NOT_SHOWN: Final = {"detail": "Authentication credentials were not provided."}
NOT_SHOWN_TO_US: Final = {**NOT_SHOWN, "code": "not_authenticated"}
"""The same at an endpoint of ours, where every refusal has a code."""

BAD_HEADER: Final = {
    "detail": "Authorization header must contain two space-delimited values",
    "code": "bad_authorization_header",
}
BAD_CREDENTIALS: Final = {
    "detail": "No active account found with the given credentials",
    "code": "no_active_account",
}
NO_USER: Final = {"detail": "Token contained no recognizable user identification", "code": "token_not_valid"}
NOT_FOUND: Final = {"detail": "User not found", "code": "user_not_found"}
INACTIVE: Final = {"detail": "User is inactive", "code": "user_inactive"}
RULED_OUT: Final = {"detail": "No active account found for the given token.", "code": "no_active_account"}
PASSWORD_CHANGED: Final = {"detail": "The user's password has been changed.", "code": "password_changed"}


def no_account(reason: str) -> dict[str, str]:
    """The body for a token to be exchanged whose user may not sign in."""
    return {**RULED_OUT, "reason": reason}


SHORTEST_SECRET: Final = 16
"""In characters: any text may have a shorter one by chance."""


def body(response: Response) -> Any:
    """The JSON of an answer."""
    assert response.headers["Content-Type"] == "application/json"
    return json.loads(response.content)


VAGUE: Final = "Token is invalid or expired"
"""The text of every endpoint for a bad token and for an old one; ``reason`` tells them apart."""

REASONS: Final = {
    "Token is invalid": "token_invalid",
    "Token belongs to a session": "token_invalid",
    "Token is expired": "token_expired",
    "Token 'refresh_exp' claim has expired": "token_expired",
    "Token has wrong type": "wrong_token_type",
    "Token is too large": "token_too_large",
}


def not_valid(message: str) -> dict[str, str]:
    """The body for a posted token that is refused, whose refusal in a header has the text *message*."""
    text = VAGUE if message in ("Token is invalid", "Token is expired") else message
    return {"detail": text, "code": "token_not_valid", "reason": REASONS.get(message, "claim_missing")}


def no_type_fits(*refusals: tuple[str, str, str]) -> dict[str, object]:
    """The body for a token in the header that none of AUTH_TOKEN_CLASSES accepts: (class, type, message) of each."""
    return {
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [
            {"token_class": token_class, "token_type": token_type, "message": message}
            for token_class, token_type, message in refusals
        ],
    }


def assert_answer(response: Response, status: int, expected: object, challenge: str | None = None) -> None:
    """Status, body and ``WWW-Authenticate`` are these, and nothing else."""
    assert (response.status_code, response.content != b"" and body(response)) == (status, expected)
    assert response.headers.get("WWW-Authenticate") == challenge


def assert_tells_nothing(response: Response, *secrets: str) -> None:
    """The answer has neither a key nor one of *secrets*."""
    signet = getattr(settings, "SIGNET", {})
    keys = (settings.SECRET_KEY, str(signet.get("SIGNING_KEY", "")), str(signet.get("VERIFYING_KEY", "")))
    shown = response.content.decode() + str(dict(response.headers))
    for secret in (*secrets, *keys):
        assert len(secret) < SHORTEST_SECRET or secret not in shown
