"""
Sign and verify one compact JWS (RFC 7515 section 7.1), strictly: the one door tokens come through.

The signatures themselves are joserfc's. Neither Django nor REST framework is known here.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final, NamedTuple

from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

from signet_tokens import key_reasons as because
from signet_tokens.errors import TokenError, TokenTooLargeError
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey
from signet_tokens.reasons import MALFORMED
from signet_tokens.strict_json import load_object

MAXIMUM_LENGTH: Final = 16_384
"""Characters. Above what HTTP servers take in a header, and little enough to refuse garbage cheaply."""

MAXIMUM_HEADER_LENGTH: Final = 2_048
"""Characters of the first segment."""

JWT: Final = "JWT"
AT_JWT: Final = "at+jwt"
"""The type of an access token, and of nothing else (RFC 9068 section 2.1)."""

ACCEPTED_TYPES: Final = frozenset({"jwt", AT_JWT})
"""RFC 8725 section 3.11: a token typed for another purpose is not an API token."""

NOT_UNDERSTOOD: Final = ("crit", "b64", "cty", "enc", "zip")
"""Header parameters that change what the token means, and that a plain JWT doesn't have (RFC 7515 section 4.1.11)."""


class Header(NamedTuple):
    """What of the header is looked at. ``jku``, ``jwk``, ``x5u`` and ``x5c`` never are (RFC 8725 section 3.10)."""

    algorithm: str
    kid: str | None
    media_type: str
    """``typ`` in lower case, and without ``application/`` (RFC 7515 section 4.1.9): one of ACCEPTED_TYPES."""


class Verified(NamedTuple):
    """The payload of a genuine token, and the key that signed it."""

    payload: bytes
    key: SigningKey


def sign(payload: bytes, key: SigningKey, media_type: str = JWT) -> str:
    """
    The compact serialization of *payload*, signed with *key*, which the header names.

    *media_type* is the ``typ`` of the header. Raises `TokenTooLargeError` for a token that `verify` would refuse for
    its length.
    """
    return sign_as(payload, key, key.kid, media_type)


def sign_as(payload: bytes, key: SigningKey, kid: str | None, media_type: str = JWT) -> str:
    """The same, where the header calls *key* by the name *kid*, or says nothing of it (RFC 7515 section 4.1.4)."""
    signing_input = _header_segment(key.algorithm, kid, media_type) + b"." + urlsafe_b64encode(payload)
    raw = (signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))).decode("ascii")
    if len(raw) > MAXIMUM_LENGTH:
        raise TokenTooLargeError
    return raw


def verify(
    raw: bytes, ring: KeyRing, types: frozenset[str] = ACCEPTED_TYPES, longest: int = MAXIMUM_LENGTH
) -> Verified:
    """
    The payload of *raw* if a key of *ring* signed it, and its ``typ`` is one of *types*.

    The algorithm is the key's, never the token's wish (RFC 8725 section 3.1). Raises `TokenError`.
    """
    if len(raw) > longest:
        raise TokenError(reason=because.too_long(len(raw), longest))
    if raw.count(b".") != 2:
        raise TokenError(reason=because.no_signed_token(raw))
    signing_input, _, signature_segment = raw.rpartition(b".")
    header_segment, _, payload_segment = signing_input.partition(b".")
    header = read_header(header_segment, types)
    signature = _decode(signature_segment)
    for key in ring.candidates(header.algorithm, header.kid):
        if key.verify(signing_input, signature):
            return Verified(_decode(payload_segment), key)
    raise TokenError(reason=because.no_key(ring, header.algorithm, header.kid))


@lru_cache(maxsize=256)
def read_header(segment: bytes, types: frozenset[str] = ACCEPTED_TYPES) -> Header:
    """What the first segment of a token says, unverified. Raises `TokenError`."""
    if len(segment) > MAXIMUM_HEADER_LENGTH:
        raise TokenError(reason=MALFORMED)
    header = load_object(_decode(segment))
    algorithm, kid, media_type = header.get("alg"), header.get("kid"), header.get("typ", "JWT")
    if not isinstance(algorithm, str) or not isinstance(media_type, str):
        raise TokenError(reason=MALFORMED)
    if "kid" in header and not isinstance(kid, str):
        raise TokenError(reason=MALFORMED)
    if (plain_type := media_type.lower().removeprefix("application/")) not in types:
        raise TokenError(reason=because.wrong_media_type(media_type))
    if unknown := [name for name in NOT_UNDERSTOOD if name in header]:
        raise TokenError(reason=because.not_understood(unknown))
    return Header(algorithm, kid, plain_type)


def media_type_of(raw: str | bytes) -> str:
    """The type that *raw* says it has: one of ACCEPTED_TYPES. Raises `TokenError`."""
    data = raw.encode("ascii", "replace") if isinstance(raw, str) else raw
    return read_header(data.partition(b".")[0]).media_type


@lru_cache(maxsize=256)
def _header_segment(algorithm: str, kid: str | None, media_type: str) -> bytes:
    header = {"alg": algorithm, "typ": media_type} | ({} if kid is None else {"kid": kid})
    return urlsafe_b64encode(json.dumps(header, separators=(",", ":")).encode())


def _decode(segment: bytes) -> bytes:
    try:
        return urlsafe_b64decode(segment)
    except ValueError:
        raise TokenError(reason=MALFORMED) from None
