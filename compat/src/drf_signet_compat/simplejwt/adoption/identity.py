"""Which session a token becomes: its identifier follows from the token's, so that there can be one only."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

from drf_signet.sessions.claims import token_id_claim
from drf_signet.tokens import Token

NAMESPACE: Final = UUID("5e7bbd3c-3f0b-4d0e-9a7e-2f8f4a0f6c11")
VERSION: Final = 5


def adopted_id(token_id: str) -> UUID:
    """The identifier of the session that the token with the ``jti`` *token_id* becomes (RFC 9562 section 5.5)."""
    return uuid5(NAMESPACE, token_id)


def token_id_of(token: Token) -> str | None:
    """The ``jti`` of *token*, or None where it has none that Simple JWT would issue."""
    token_id = token.get(token_id_claim())
    return token_id if isinstance(token_id, str) and token_id.isascii() and token_id.isprintable() else None


def is_adopted(session_id: UUID) -> bool:
    """Whether the session was adopted; one that was opened by a sign-in has a random identifier."""
    return session_id.version == VERSION
