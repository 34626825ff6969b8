"""
The claims of an access token that other services verify by the rules of RFC 9068, whatever issued it.

They are those that each token of ours has, and some more. So every service of ours reads tokens of both shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import quote
from uuid import uuid4

from drf_signet.conf import NAME, get_settings
from drf_signet.errors import WrongTokenTypeError
from drf_signet.misconfiguration import MisconfiguredError, logged
from drf_signet.tenant import CLAIM as TENANT_CLAIM
from drf_signet.user_model import MODEL_CLAIM
from signet_tokens import jws
from signet_tokens.claim_reasons import wrong_type

Profile = Literal["simple_jwt", "rfc9068"]

RFC9068: Final = "rfc9068"
SUBJECT: Final = "sub"
CLIENT: Final = "client_id"
"""The app that asked for the token (RFC 8693 section 4.3)."""

REQUIRED: Final = ("iss", "exp", "aud", SUBJECT, CLIENT, "iat", "jti")
"""RFC 9068 section 2.2."""


def completed(claims: Mapping[str, object], issued_at: int) -> dict[str, object]:
    """
    *claims* of an access token, with those that RFC 9068 requires beside them.

    Raises `MisconfiguredError` without an issuer or an audience, which only settings can name.
    """
    settings = get_settings()
    for claim, setting in (("iss", "ISSUER"), ("aud", "AUDIENCE")):
        if not claims.get(claim):
            raise logged(MisconfiguredError(f"{NAME}['ACCESS_TOKEN_PROFILE'] is 'rfc9068', but {setting} is not set."))
    full = {"iat": issued_at, CLIENT: settings.CLIENT_ID, **claims}
    token_id = full.get(settings.JTI_CLAIM or "jti")
    return {"jti": token_id if isinstance(token_id, str) else uuid4().hex, **full, SUBJECT: _subject(full)}


def check_header_type(raw: str | bytes, accepted: frozenset[str]) -> None:
    """Raise `WrongTokenTypeError` unless the header of *raw* says one of *accepted* (RFC 8725 section 3.11)."""
    # No other one reaches us.
    if accepted == jws.ACCEPTED_TYPES:
        return
    found = jws.media_type_of(raw)
    if found not in accepted:
        raise WrongTokenTypeError(reason=wrong_type("typ", found, sorted(accepted)))


def _subject(claims: Mapping[str, object]) -> object:
    """
    Who the token is about: nobody else among all whose tokens have the same ``iss`` (RFC 9068 section 5).

    That is the user's ID, behind the tenant and the model if the token names these: a device may have the ID of a user.
    Without a user, it is the client (section 2.2).
    """
    claim = get_settings().USER_ID_CLAIM
    if claim == SUBJECT or claim not in claims:
        return claims.get(SUBJECT, claims[CLIENT])
    within = [quote(str(claims[one]), safe="") for one in (TENANT_CLAIM, MODEL_CLAIM) if claims.get(one)]
    return ":".join([*within, str(claims[claim])])
