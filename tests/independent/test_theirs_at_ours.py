"""Our verifier accepts tokens that programs of other people signed, by the keys that those programs publish."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt import algorithms as pyjwt

from signet_tokens.errors import TokenError
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.independent.authlib_jose import KEYS, TOKENS
from tests.independent.node import answer
from tests.independent.published import ALGORITHMS, AUDIENCE, ISSUER

each_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS)
NOW: Final = int(time.time())
CLAIMS: Final = {"iss": ISSUER, "aud": AUDIENCE, "sub": "7", "iat": NOW, "exp": NOW + 86_400}


class Theirs(NamedTuple):
    """A public key as they publish it, and a token."""

    jwk: Mapping[str, Any]
    token: str


@pytest.fixture(scope="module")
def of_jose() -> Mapping[str, Theirs]:
    """What Node's jose makes, by algorithm."""
    made = answer("sign_with_jose.mjs", {"algorithms": ALGORITHMS, "claims": CLAIMS}, "jose")
    return {name: Theirs(**one) for name, one in zip(ALGORITHMS, made, strict=True)}


def of_pyjwt(algorithm: str) -> Theirs:
    """What PyJWT makes."""
    key: Any
    written: Any
    if algorithm == "EdDSA":
        key, written = ed25519.Ed25519PrivateKey.generate(), pyjwt.OKPAlgorithm.to_jwk
    elif algorithm == "ES256":
        key, written = ec.generate_private_key(ec.SECP256R1()), pyjwt.ECAlgorithm.to_jwk
    else:
        key, written = rsa.generate_private_key(65_537, 2_048), pyjwt.RSAAlgorithm.to_jwk
    jwk = {**json.loads(written(key.public_key())), "kid": "theirs", "alg": algorithm}
    return Theirs(jwk, jwt.encode(CLAIMS, key, algorithm, headers={"kid": "theirs"}))


def of_authlib(algorithm: str) -> Theirs:
    """What Authlib makes."""
    kind, size = {"ES256": ("EC", "P-256"), "EdDSA": ("OKP", "Ed25519")}.get(algorithm, ("RSA", 2_048))
    key = KEYS.generate_key(kind, size, {"kid": "theirs", "alg": algorithm}, is_private=True)
    token = TOKENS([algorithm]).encode({"alg": algorithm, "kid": "theirs"}, CLAIMS, key).decode()
    return Theirs(key.as_dict(is_private=False), token)


def assert_accepted(theirs: Theirs, algorithm: str) -> None:
    """The token is accepted, and refused by a verifier of another audience."""
    document = json.dumps({"keys": [theirs.jwk]}).encode()

    def claims_for(audience: str) -> Mapping[str, Any]:
        trusted = TrustedIssuer(ISSUER, audience, [algorithm], jwks_url=f"{ISSUER}/keys")
        return TrustedIssuers([trusted], fetch=lambda url: document).claims(theirs.token, time.time())[1]

    assert claims_for(AUDIENCE) == CLAIMS
    with pytest.raises(TokenError):
        claims_for("https://billing.example")


@each_algorithm
def test_a_token_of_pyjwt_is_accepted(algorithm: str) -> None:
    """Its key set comes from PyJWT as well."""
    assert_accepted(of_pyjwt(algorithm), algorithm)


@each_algorithm
def test_a_token_of_jose_is_accepted(of_jose: Mapping[str, Theirs], algorithm: str) -> None:
    """Its key set comes from jose as well."""
    assert_accepted(of_jose[algorithm], algorithm)


@each_algorithm
def test_a_token_of_authlib_is_accepted(algorithm: str) -> None:
    """Its key set comes from Authlib as well."""
    assert_accepted(of_authlib(algorithm), algorithm)
