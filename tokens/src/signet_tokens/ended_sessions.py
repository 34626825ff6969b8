"""
The sessions of an issuer that ended recently, as one signed document: the revocation feed.

Each entry says what a security event token would (RFC 8417): the event ``session-revoked`` of CAEP 1.0, about a session
by its ``sid`` (RFC 9493). All of them share one signature, so that leaving one out breaks it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from joserfc.util import urlsafe_b64encode

from signet_tokens.claims import read_time
from signet_tokens.errors import TokenError
from signet_tokens.jws import verify
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey
from signet_tokens.reasons import MALFORMED
from signet_tokens.strict_json import load_object

MEDIA_TYPE: Final = "signet-sessions-ended+jwt"
"""The ``typ`` of the document. No token has it, so neither passes for the other (RFC 8725 section 3.11)."""

EVENT: Final = "https://schemas.openid.net/secevent/caep/event-type/session-revoked"

MAXIMUM_ENTRIES: Final = 20_000
"""Beyond, the document says until when tokens were issued that all count as ended."""

MAXIMUM_LENGTH: Final = 16_000_000
"""Characters: more than that many entries have."""

LONGEST_ID: Final = 255
"""Characters of a ``sid``."""


class EndedSession(NamedTuple):
    """One entry."""

    session_id: str
    """The ``sid`` of its tokens."""

    ended_at: float
    """In seconds since 1970."""

    initiated_by: str
    """``user``, ``admin`` or ``policy`` (CAEP 1.0 section 2)."""


@dataclass(frozen=True, slots=True)
class EndedSessions:
    """The document. Times are in seconds since 1970."""

    issuer: str | None
    issued_at: float
    expires_at: float
    since: float
    """The entries are all the sessions that ended after this time: no access token from before is still valid."""

    entries: Sequence[EndedSession]
    all_issued_until: float | None = None
    """Tokens that were issued until then count as ended, whatever their session: there were too many to list."""


def signed(document: EndedSessions, key: SigningKey) -> bytes:
    """*document* as a compact JWS (RFC 7515 section 7.1)."""
    header = {"alg": key.algorithm, "typ": MEDIA_TYPE, "kid": key.kid}
    signing_input = urlsafe_b64encode(_json(header)) + b"." + urlsafe_b64encode(_json(_claims(document)))
    return signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))


def verified_claims(raw: bytes, ring: KeyRing) -> dict[str, Any]:
    """The claims of a document that a key of *ring* signed. Raises `TokenError`, and `KeysUnavailableError`."""
    return load_object(verify(raw, ring, frozenset({MEDIA_TYPE}), MAXIMUM_LENGTH).payload)


def read(claims: Mapping[str, Any]) -> EndedSessions:
    """What *claims* say, which were verified. Raises `TokenError` for what is no such document."""
    sets, until = claims.get("sets"), claims.get("all_issued_until")
    if not isinstance(sets, list):
        raise TokenError(reason=MALFORMED)
    return EndedSessions(
        claims.get("iss"),
        read_time(claims.get("iat")),
        read_time(claims.get("exp")),
        read_time(claims.get("since")),
        # Later versions may tell of other events as well.
        [_entry(one) for one in sets if EVENT in _member(one, "events")],
        None if until is None else read_time(until),
    )


def _claims(document: EndedSessions) -> dict[str, object]:
    claims: dict[str, object] = {} if document.issuer is None else {"iss": document.issuer}
    claims |= {"iat": document.issued_at, "exp": document.expires_at, "since": document.since}
    if document.all_issued_until is not None:
        claims["all_issued_until"] = document.all_issued_until
    return {**claims, "sets": [_set(one) for one in document.entries]}


def _set(one: EndedSession) -> dict[str, object]:
    subject = {"format": "complex", "session": {"format": "opaque", "id": one.session_id}}
    event = {"event_timestamp": one.ended_at, "initiating_entity": one.initiated_by}
    return {"sub_id": subject, "events": {EVENT: event}}


def _entry(found: object) -> EndedSession:
    event = _member(_member(found, "events"), EVENT)
    session_id = _member(_member(found, "sub_id"), "session").get("id")
    if not isinstance(session_id, str) or len(session_id) > LONGEST_ID:
        raise TokenError(reason=MALFORMED)
    by = event.get("initiating_entity")
    return EndedSession(session_id, read_time(event.get("event_timestamp")), by if isinstance(by, str) else "")


def _member(found: object, name: str) -> Mapping[str, Any]:
    member = found.get(name) if isinstance(found, dict) else None
    if not isinstance(member, dict):
        raise TokenError(reason=MALFORMED)
    return member


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
