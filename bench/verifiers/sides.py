"""What verifies a token with the keys at an address, and returns its claims."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import jwt
from rest_framework_simplejwt.backends import TokenBackend

from bench.verifiers.issuer import AUDIENCE, ISSUER
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers

Verify = Callable[[str], Mapping[str, Any]]
Make = Callable[[str, str], Verify]
"""From an algorithm and the address of the keys."""


def signet(algorithm: str, url: str) -> Verify:
    """An entry of ISSUERS, or `TokenVerifier` of the client."""
    issuers = TrustedIssuers([TrustedIssuer(ISSUER, AUDIENCE, [algorithm], jwks_url=url)])
    return lambda raw: issuers.claims(raw, time.time())[1]


def pyjwt(algorithm: str, url: str) -> Verify:
    """`PyJWKClient`, as its documentation shows it."""
    keys = jwt.PyJWKClient(url)

    def verify(raw: str) -> Mapping[str, Any]:
        key = keys.get_signing_key_from_jwt(raw)
        claims: Mapping[str, Any] = jwt.decode(raw, key, algorithms=[algorithm], audience=AUDIENCE, issuer=ISSUER)
        return claims

    return verify


def simple_jwt(algorithm: str, url: str) -> Verify:
    """What JWK_URL configures there."""
    backend: Any = TokenBackend(algorithm, jwk_url=url, audience=AUDIENCE, issuer=ISSUER)
    decode: Verify = backend.decode
    return decode


OTHERS: Final[Mapping[str, Make]] = {"PyJWT": pyjwt, "Simple JWT": simple_jwt}


def can_verify(name: str, algorithm: str) -> bool:
    """Whether the package of that *name* knows *algorithm*: Simple JWT knows no Ed25519."""
    return not (name == "Simple JWT" and algorithm == "EdDSA")
