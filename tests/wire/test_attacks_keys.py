"""Attacks on key pairs: public keys taken for secrets, algorithms taken for others, signatures that always fit."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.keys_in_force import get_ring
from drf_signet.tokens import AccessToken, UntypedToken
from signet_tokens.keys import SigningKey
from tests.wire.attack_cases_encoding import ODD_SIGNATURES
from tests.wire.attack_cases_header import UNSIGNED
from tests.wire.attack_cases_keys import (
    EC_SIGNATURES,
    ED25519_SIGNATURES,
    KEYS_OF_TWO_ALGORITHMS,
    ORDER,
    OTHER_ALGORITHMS,
    PUBLIC_MATERIAL,
    RSA_MATERIAL,
    RSA_SIGNATURES,
    Change,
    Material,
    certificate,
    jwk,
)
from tests.wire.doors import VERIFY, assert_open_everywhere, assert_refused_everywhere
from tests.wire.forge import MISSING, Sign, configured, hs256, segment
from tests.wire.key_pairs import ASYMMETRIC, Private, key_for, private_pem, public_bytes, signet

ALGORITHMS = pytest.mark.parametrize("algorithm", ASYMMETRIC)


@ALGORITHMS
def test_a_token_of_the_key_is_accepted(user: User, api: APIClient, settings: Settings, algorithm: str) -> None:
    """What the attacks below start from opens the door."""
    settings.SIGNET = signet(algorithm)
    assert_open_everywhere(api, user, lambda forge: forge.token())


@ALGORITHMS
@pytest.mark.parametrize("material", PUBLIC_MATERIAL)
def test_a_public_key_is_no_secret(
    user: User, api: APIClient, settings: Settings, algorithm: str, material: Material
) -> None:
    """A token of HS256 that was signed with the public key in any form is refused, whatever key it names."""
    settings.SIGNET = signet(algorithm)
    sign = hs256(material(algorithm))
    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign, forge.header(alg="HS256")))
    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign, forge.header(alg="HS256", kid=MISSING)))
    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign))


@pytest.mark.parametrize("material", RSA_MATERIAL)
def test_an_rsa_key_in_its_own_forms_is_no_secret(
    user: User, api: APIClient, settings: Settings, material: Material
) -> None:
    """The same with the forms that only RSA has."""
    settings.SIGNET = signet("RS256")
    sign = hs256(material("RS256"))
    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign, forge.header(alg="HS256")))


@pytest.mark.parametrize("digest", ["sha384", "sha512"])
def test_a_public_key_is_no_longer_secret_either(user: User, api: APIClient, settings: Settings, digest: str) -> None:
    """The same with HS384 and HS512."""
    settings.SIGNET = signet("RS256")
    secret = public_bytes(key_for("RS256"))
    alg = digest.replace("sha", "HS")

    def sign(data: bytes) -> bytes:
        return hmac.digest(secret, data, digest)

    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign, forge.header(alg=alg)))


@ALGORITHMS
@pytest.mark.parametrize("alg", UNSIGNED)
def test_alg_none_is_refused(user: User, api: APIClient, settings: Settings, algorithm: str, alg: object) -> None:
    """With key pairs, too, nothing unsigned is accepted."""
    settings.SIGNET = signet(algorithm)
    assert_refused_everywhere(api, user, lambda forge: forge.signed(lambda data: b"", forge.header(alg=alg)))


@ALGORITHMS
@pytest.mark.parametrize("change", ODD_SIGNATURES)
def test_an_odd_signature_is_refused(
    user: User, api: APIClient, settings: Settings, algorithm: str, change: Change
) -> None:
    """Only the right signature is a signature."""
    settings.SIGNET = signet(algorithm)
    assert_refused_everywhere(api, user, lambda forge: forge.signed(lambda data: change(configured(data))))


@pytest.mark.parametrize(
    ("algorithm", "change"),
    [
        pytest.param(algorithm, *case.values, id=f"{algorithm}-{case.id}")
        for algorithm, cases in (
            ("ES256", EC_SIGNATURES),
            ("Ed25519", ED25519_SIGNATURES),
            ("RS256", RSA_SIGNATURES),
            ("PS256", RSA_SIGNATURES),
        )
        for case in cases
    ],
)
def test_a_signature_that_fits_too_much_is_refused(
    user: User, api: APIClient, settings: Settings, algorithm: str, change: Change
) -> None:
    """Numbers at and beyond the edges of what an algorithm calculates with, and other ways to write them."""
    settings.SIGNET = signet(algorithm)
    assert_refused_everywhere(api, user, lambda forge: forge.signed(lambda data: change(configured(data))))


@pytest.mark.parametrize(("ours", "theirs"), KEYS_OF_TWO_ALGORITHMS)
def test_another_algorithm_is_accepted_once_it_is_configured(
    user: User, api: APIClient, settings: Settings, ours: str, theirs: str
) -> None:
    """The same key with the other algorithm opens the door when the settings say so: it is no bad signature."""
    settings.SIGNET = signet(ours)
    settings.SIGNET = {**settings.SIGNET, "ALGORITHM": theirs}
    VERIFY.assert_open(api, VERIFY.forge(user).token())


@pytest.mark.parametrize(("ours", "theirs", "sign"), OTHER_ALGORITHMS)
def test_a_key_has_one_algorithm(
    user: User, api: APIClient, settings: Settings, ours: str, theirs: str, sign: Sign
) -> None:
    """A token of another algorithm is refused, even when our own key signed it."""
    settings.SIGNET = {} if ours == "HS256" else signet(ours)
    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign, forge.header(alg=theirs)))
    assert_refused_everywhere(api, user, lambda forge: forge.signed(sign, forge.header(alg=theirs, kid=MISSING)))


@ALGORITHMS
@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"])
@pytest.mark.parametrize("kid", ["ours", "theirs", "missing"])
def test_a_key_in_the_token_is_not_looked_at(
    user: User, api: APIClient, settings: Settings, algorithm: str, name: str, kid: str
) -> None:
    """A token that an attacker signed and that brings the attacker's public key along is refused."""
    settings.SIGNET = signet(algorithm)
    theirs = SigningKey.load(private_pem(key_for(algorithm, "theirs")), algorithm)
    der = certificate(algorithm, Encoding.DER, "theirs")
    values = {
        "jwk": jwk(algorithm, "theirs"),
        "x5c": [base64.b64encode(der).decode()],
        "x5t": segment(hashlib.sha1(der).digest()),
        "x5t#S256": segment(hashlib.sha256(der).digest()),
    }
    kids = {"ours": get_ring().signing_key.kid, "theirs": theirs.kid, "missing": MISSING}
    changes = {"kid": kids[kid], name: values.get(name, "https://attacker.example/keys")}
    assert_refused_everywhere(api, user, lambda forge: forge.signed(theirs.sign, forge.header(**changes)))


@pytest.mark.parametrize("half", [private_pem, lambda key: public_bytes(key).decode()], ids=["private", "public"])
@ALGORITHMS
def test_a_key_pair_is_no_shared_secret(
    user: User, settings: Settings, algorithm: str, half: Callable[[Private], str]
) -> None:
    """A key in PEM form under HS256 is a mistake of the operator: nothing is signed or verified with it."""
    settings.SIGNET = {"SIGNING_KEY": half(key_for(algorithm))}
    with pytest.raises(ImproperlyConfigured, match="not a shared secret") as caught:
        str(AccessToken.for_user(user))
    assert "-----" not in str(caught.value)


def test_the_twin_of_an_ec_signature_says_the_same(user: User, settings: Settings) -> None:
    """Of r and s, the order less s fits as well, and JWS forbids neither: both tokens hold the same claims."""
    settings.SIGNET = signet("ES256")
    forge = VERIFY.forge(user)
    claims = forge.claims()

    def twin(data: bytes) -> bytes:
        right = configured(data)
        return right[:32] + (ORDER - int.from_bytes(right[32:])).to_bytes(32)

    tokens = [forge.token(payload=claims), forge.signed(twin, payload=claims)]
    assert tokens[0] != tokens[1]
    assert [UntypedToken(token).payload for token in tokens] == [claims, claims]
