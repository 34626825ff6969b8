"""What a token says about its session, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from uuid import UUID

from drf_signet.conf import get_settings
from drf_signet.errors import MissingClaimError, SessionMismatchError, SessionNotFoundError
from signet_tokens.reasons import RefusalReason
from signet_tokens.translatable_text import gettext_noop as _

SESSION_CLAIM: Final = "sid"
"""OpenID Connect Front-Channel Logout 1.0 section 3."""

GENERATION_CLAIM: Final = "gen"
AUTH_TIME_CLAIM: Final = "auth_time"
"""When the user gave their password, in seconds since 1970 (OpenID Connect Core 1.0 section 2)."""

NO_SESSION: Final = RefusalReason(
    "session",
    "it names no session (sid)",
    "Authenticate tokens of other issuers with drf_signet.authentication: the classes of drf_signet.sessions need a "
    "session.",
)
LARGEST_GENERATION: Final = 2**31 - 1
"""The largest number that the column holds: a refresh every second for 68 years."""


class Presented(NamedTuple):
    """The claims of a refresh token or sliding token that its session has to bear out."""

    session_id: UUID
    generation: int
    token_id: str
    user_id: str


def presented_by(claims: Mapping[str, object]) -> Presented:
    """
    What the *claims* of a refresh token or sliding token say.

    Raises `MissingClaimError`, `SessionNotFoundError` or `SessionMismatchError` for what no session can have.
    """
    session_id = session_id_of(claims)
    generation, token_id = claims.get(GENERATION_CLAIM), claims.get(token_id_claim())
    if isinstance(generation, bool) or not isinstance(generation, int) or not isinstance(token_id, str):
        raise SessionMismatchError
    if not 0 <= generation < LARGEST_GENERATION:
        raise SessionMismatchError
    return Presented(session_id, generation, token_id, user_id_of(claims))


def session_id_of(claims: Mapping[str, object]) -> UUID:
    """The session that *claims* name. Raises `MissingClaimError` or `SessionNotFoundError`."""
    if SESSION_CLAIM not in claims:
        raise MissingClaimError(_("Token has no session"), reason=NO_SESSION)
    value = claims[SESSION_CLAIM]
    try:
        identifier = UUID(value if isinstance(value, str) else "")
    except ValueError:
        raise SessionNotFoundError from None
    if str(identifier) != value:
        raise SessionNotFoundError
    return identifier


def user_id_of(claims: Mapping[str, object]) -> str:
    """The user that *claims* name."""
    return str(claims.get(get_settings().USER_ID_CLAIM))


def token_id_claim() -> str:
    """The claim that holds the identifier of a token: with sessions, there is always one."""
    return get_settings().JTI_CLAIM or "jti"
