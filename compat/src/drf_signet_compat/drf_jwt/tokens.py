"""Write and read the tokens of the old packages: the header they have, and no claim more but that of the tenant."""

from __future__ import annotations

import json
from calendar import timegm
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from joserfc.util import urlsafe_b64decode, urlsafe_b64encode
from rest_framework.utils.encoders import JSONEncoder

from drf_signet.errors import TokenError, TokenTooLargeError
from drf_signet.tenant import check_tenant, with_tenant
from drf_signet_compat.drf_jwt.errors import ForgedTokenError, NotAcceptedError, understood
from drf_signet_compat.drf_jwt.keys import Keys, signing_key
from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import ALGORITHMS
from signet_tokens.strict_json import load_object
from signet_tokens.verifier import Verifier

TIMES: Final = ("exp", "iat", "nbf")
URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


class Unverified(NamedTuple):
    """What a token says, which nobody has to believe."""

    header: jws.Header
    claims: dict[str, Any]


def encode(payload: Mapping[str, Any], keys: Keys | None, algorithm: str) -> str:
    """
    The token of *payload*. Only a key that has a name is named in it.

    Raises `NoSigningKeyError`, `KeyLoadError`, `TokenTooLargeError` or `TenantUnknownError`.
    """
    name, key = signing_key(keys, algorithm)
    header = {"typ": "JWT", "alg": algorithm} | ({} if name is None else {"kid": name})
    claims = with_tenant({**payload, **{one: _number(payload[one]) for one in TIMES if one in payload}})
    segments = (json.dumps(one, separators=(",", ":"), cls=JSONEncoder).encode() for one in (header, claims))
    signing_input = b".".join(urlsafe_b64encode(one) for one in segments)
    raw = (signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))).decode("ascii")
    if len(raw) > jws.MAXIMUM_LENGTH:
        raise TokenTooLargeError
    return raw


def decode(raw: str | bytes, ring: KeyRing, policy: ClaimsPolicy, now: float) -> dict[str, Any]:
    """
    The claims of *raw*, signed by a key of *ring*, in keeping with *policy*, and of the tenant that is being served.

    Raises `ForgedTokenError`, `WrongTenantError` or another `TokenError`, or `TenantUnknownError`.
    """
    try:
        claims = Verifier(ring, policy, cache_size=0).claims(raw, now)
    except TokenError as error:
        if type(error) is TokenError:
            raise ForgedTokenError from None
        raise
    check_tenant(claims)
    return claims


def read_unverified(raw: str | bytes) -> Unverified:
    """What *raw* says, whoever wrote it. Raises `TokenError`, or `NotAcceptedError`."""
    claims = read_claims(raw)
    return Unverified(read_header(raw), claims)


def read_header(raw: str | bytes) -> jws.Header:
    """The header of *raw*. Raises `TokenError`, or `NotAcceptedError` for one that says what we don't take."""
    segment = _segments(raw)[0]
    try:
        return jws.read_header(segment)
    except TokenError:
        raise _refusal_of(segment) from None


def read_claims(raw: str | bytes) -> dict[str, Any]:
    """The claims of *raw*. Raises `TokenError`."""
    return load_object(_decoded(_segments(raw)[1]))


def decoded_by(handler: Callable[..., dict[str, Any]], *args: Any, **kwargs: Any) -> dict[str, Any]:
    """What *handler*, a setting, makes of a token, if it is of the tenant that is being served. Raises `TokenError`."""
    with understood():
        payload = handler(*args, **kwargs)
        # Here, as a handler of the project's own knows of no tenants.
        check_tenant(payload)
        return payload


def signed_part(raw: str | bytes) -> str | None:
    """All of *raw* up to its signature, or None where it is no signed token."""
    text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else raw
    signed, dot, _ = text.rpartition(".")
    try:
        jws.read_header(signed.partition(".")[0].encode("ascii", "replace"))
    except TokenError:
        return None
    return signed + dot


def _number(time: object) -> object:
    return timegm(time.utctimetuple()) if isinstance(time, datetime) else time


def _segments(raw: str | bytes) -> list[bytes]:
    data = raw if isinstance(raw, bytes) else raw.encode("ascii", "replace")
    segments = data.split(b".") if len(data) <= jws.MAXIMUM_LENGTH else []
    if len(segments) != 3:
        raise TokenError
    return segments


def _refusal_of(header: bytes) -> TokenError:
    """Why *header* isn't taken: one in the other alphabet, or padded, still says which algorithm it names."""
    plain = header.translate(URL_SAFE, b"=")
    try:
        algorithm = load_object(urlsafe_b64decode(plain)).get("alg")
    except (ValueError, TokenError):
        return TokenError()
    if algorithm not in ALGORITHMS:
        return NotAcceptedError(known_as="InvalidAlgorithmError")
    return NotAcceptedError() if plain == header else TokenError()


def _decoded(segment: bytes) -> bytes:
    try:
        return urlsafe_b64decode(segment)
    except ValueError:
        raise TokenError from None
