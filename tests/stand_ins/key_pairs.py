"""Key pairs for the tests. Each is made once per process, as RSA keys take their time."""

from __future__ import annotations

from functools import cache
from typing import Final

from joserfc.jwk import ECKey, OKPKey, RSAKey

from signet_tokens.keys import SigningKey

Pair = RSAKey | ECKey | OKPKey
Jwk = dict[str, object]

SECRET: Final = "a-shared-secret-that-is-long-enough-for-every-one-of-the-three-hashes-of-hmac"
CURVES: Final = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
RSA_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")


@cache
def rsa(owner: str) -> RSAKey:
    """The RSA pair of *owner*."""
    return RSAKey.generate_key(2048)


@cache
def pair_for(algorithm: str) -> Pair:
    """A pair that *algorithm* can use."""
    if algorithm in CURVES:
        return ECKey.generate_key(CURVES[algorithm])
    return rsa("service") if algorithm in RSA_ALGORITHMS else OKPKey.generate_key("Ed25519")


def private_pem(pair: Pair) -> str:
    """The private key of *pair* in PEM form."""
    return pair.as_pem(private=True).decode()


def public_pem(pair: Pair) -> str:
    """The public key of *pair* in PEM form."""
    return pair.as_pem(private=False).decode()


def public_jwk(pair: Pair, **members: object) -> Jwk:
    """The public key of *pair* as a JWK with further *members*."""
    return {**pair.as_dict(private=False), **members}


def private_jwk(pair: Pair, **members: object) -> Jwk:
    """The private key of *pair* as a JWK with further *members*."""
    return {**pair.as_dict(private=True), **members}


@cache
def signing_key(algorithm: str) -> SigningKey:
    """A key that signs with *algorithm*: always the same one."""
    return SigningKey.load(SECRET if algorithm.startswith("HS") else private_pem(pair_for(algorithm)), algorithm)
