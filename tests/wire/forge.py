"""Tokens made by hand, so that any part of them can be odd."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from drf_signet.keys_in_force import get_ring

Json = Mapping[str, object]
Sign = Callable[[bytes], bytes]

MISSING: Final = object()
"""In place of a value: leave the member out."""


def segment(data: bytes) -> str:
    """*data* in the form that it has between two dots (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def dump(value: Json | bytes) -> bytes:
    """The JSON text of *value*; bytes stay as they are."""
    return value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()


def hs256(secret: bytes) -> Sign:
    """Signs with *secret* by HMAC-SHA-256."""
    return lambda data: hmac.digest(secret, data, hashlib.sha256)


def configured(data: bytes) -> bytes:
    """Signs with the key of the settings, whatever the header says."""
    return get_ring().signing_key.sign(data)


def compact(header_segment: str, payload_segment: str, sign: Sign = configured) -> str:
    """A token of these very characters, and a signature over them."""
    signing_input = f"{header_segment}.{payload_segment}"
    return f"{signing_input}.{segment(sign(signing_input.encode()))}"


@dataclass(frozen=True)
class Forge:
    """Makes tokens that are valid at one door, except for the parts that a test makes odd."""

    token_type: str
    user_id: str

    def header(self, **changes: object) -> Json:
        """The header of a valid token, with *changes*."""
        key = get_ring().signing_key
        return _changed({"alg": key.algorithm, "typ": "JWT", "kid": key.kid}, changes)

    def claims(self, **changes: object) -> Json:
        """The claims of a valid token, with *changes*."""
        now = int(time.time())
        good: Json = {
            "token_type": self.token_type,
            "exp": now + 300,
            "iat": now,
            "jti": "5f0a4a5b0f0e4a6c8d8f7c1f0c3d2b1a",
            "user_id": self.user_id,
        }
        return _changed({**good, "refresh_exp": now + 900} if self.token_type == "sliding" else good, changes)

    def with_claim(self, name: str, text: str) -> bytes:
        """A payload in which the value of *name* is the JSON *text*, which need not be JSON."""
        return dump(self.claims(**{name: MISSING}))[:-1] + f',"{name}":{text}}}'.encode()

    def token(self, header: Json | bytes | None = None, payload: Json | bytes | None = None) -> str:
        """The token with that header and payload, signed with the right key."""
        return compact(*self.segments(header, payload))

    def signed(self, sign: Sign, header: Json | bytes | None = None, payload: Json | bytes | None = None) -> str:
        """The token with that header and payload, signed by *sign*."""
        return compact(*self.segments(header, payload), sign)

    def segments(self, header: Json | bytes | None = None, payload: Json | bytes | None = None) -> tuple[str, str]:
        """The first two segments of such a token."""
        return (
            segment(dump(self.header() if header is None else header)),
            segment(dump(self.claims() if payload is None else payload)),
        )


def _changed(good: Json, changes: Json) -> Json:
    return {name: value for name, value in {**good, **changes}.items() if value is not MISSING}
