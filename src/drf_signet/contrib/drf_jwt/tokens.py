"""Write and read the tokens of the old packages: the header they have, and no claim more."""

from __future__ import annotations

import json
from calendar import timegm
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from joserfc.util import urlsafe_b64decode, urlsafe_b64encode
from rest_framework.utils.encoders import JSONEncoder

from drf_signet import jws
from drf_signet.claims import ClaimsPolicy
from drf_signet.contrib.drf_jwt.keys import Keys, signing_key
from drf_signet.errors import TokenError, TokenTooLargeError
from drf_signet.keys import KeyRing
from drf_signet.strict_json import load_object
from drf_signet.verifier import Verifier

TIMES: Final = ("exp", "iat", "nbf")


class Unverified(NamedTuple):
    """What a token says, which nobody has to believe."""

    header: jws.Header
    claims: dict[str, Any]


def encode(payload: Mapping[str, Any], keys: Keys | None, algorithm: str) -> str:
    """
    The token of *payload*. Only a key that has a name is named in it.

    Raises `NoSigningKeyError`, `KeyLoadError` or `TokenTooLargeError`.
    """
    name, key = signing_key(keys, algorithm)
    header = {"typ": "JWT", "alg": algorithm} | ({} if name is None else {"kid": name})
    claims = {**payload, **{one: _number(payload[one]) for one in TIMES if one in payload}}
    segments = (json.dumps(one, separators=(",", ":"), cls=JSONEncoder).encode() for one in (header, claims))
    signing_input = b".".join(urlsafe_b64encode(one) for one in segments)
    raw = (signing_input + b"." + urlsafe_b64encode(key.sign(signing_input))).decode("ascii")
    if len(raw) > jws.MAXIMUM_LENGTH:
        raise TokenTooLargeError
    return raw


def decode(raw: str | bytes, ring: KeyRing, policy: ClaimsPolicy, now: float) -> dict[str, Any]:
    """The claims of *raw*, signed by a key of *ring* and in keeping with *policy*. Raises `TokenError`."""
    return Verifier(ring, policy, cache_size=0).claims(raw, now)


def read_unverified(raw: str | bytes) -> Unverified:
    """What *raw* says, whoever wrote it. Raises `TokenError`."""
    data = raw if isinstance(raw, bytes) else raw.encode("ascii", "replace")
    if len(data) > jws.MAXIMUM_LENGTH or data.count(b".") != 2:
        raise TokenError
    header, payload, _ = data.split(b".")
    try:
        return Unverified(jws.read_header(header), load_object(urlsafe_b64decode(payload)))
    except ValueError:
        raise TokenError from None


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
