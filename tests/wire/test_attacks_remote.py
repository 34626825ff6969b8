"""The attacks on tokens, at a verifier that has nothing of the issuer but its published keys."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pytest_django import Settings

from drf_signet.keys_in_force import get_ring
from signet_tokens.errors import TokenError
from signet_tokens.keys import SigningKey
from tests.wire.attack_cases_encoding import ODD_BASE64, ODD_SEGMENTS, ODD_SIGNATURES, Make
from tests.wire.attack_cases_header import GOOD_TYPES, ODD_HEADERS, UNSIGNED
from tests.wire.attack_cases_json import ODD_JSON, TWICE_IN_THE_HEADER, TWICE_IN_THE_PAYLOAD, Change
from tests.wire.attack_cases_keys import (
    EC_SIGNATURES,
    ED25519_SIGNATURES,
    OTHER_ALGORITHMS,
    PUBLIC_MATERIAL,
    RSA_MATERIAL,
    RSA_SIGNATURES,
    Material,
    certificate,
    jwk,
)
from tests.wire.forge import MISSING, Sign, configured, dump, hs256, segment
from tests.wire.key_pairs import ASYMMETRIC, key_for, private_pem
from tests.wire.remote_verifiers import REMOTE_VERIFIERS, Claims, ForeignForge, Published, signing_with

FORGE = ForeignForge()
ALGORITHMS = pytest.mark.parametrize("algorithm", ASYMMETRIC)

# The issuer of these signs with ES256, so a header that names it isn't odd.
HEADERS = [case for case in ODD_HEADERS if case.id != "alg-ec"]

# Nobody can publish a key of HS256.
OTHERS = [case for case in OTHER_ALGORITHMS if case.values[0] != "HS256"]


@pytest.fixture
def algorithm() -> str:
    """What the issuer signs with, unless a test says otherwise."""
    return "ES256"


@pytest.fixture
def published(settings: Settings, algorithm: str) -> Published:
    """The issuer, whose key is that of the settings."""
    settings.SIGNET = signing_with(algorithm)
    return Published()


@pytest.fixture
def verifiers(published: Published, algorithm: str) -> Sequence[Claims]:
    """Each kind of verifier. They have fetched the keys already."""
    made = [kind(published, algorithm) for kind in REMOTE_VERIFIERS]
    assert_accepted(made, FORGE.token())
    return made


def assert_accepted(verifiers: Sequence[Claims], raw: str) -> None:
    """*raw* is valid at each of them."""
    assert [claims(raw)["user_id"] for claims in verifiers] == ["1"] * len(REMOTE_VERIFIERS)


def assert_refused(verifiers: Sequence[Claims], raw: str) -> None:
    """Each of them refuses *raw* as a bad token, and not with any other exception."""
    for claims in verifiers:
        with pytest.raises(TokenError):
            claims(raw)


@ALGORITHMS
@pytest.mark.parametrize("changes", GOOD_TYPES)
def test_a_good_token_is_accepted(verifiers: Sequence[Claims], algorithm: str, changes: Mapping[str, object]) -> None:
    """What the attacks below start from is a valid token."""
    assert_accepted(verifiers, FORGE.token(FORGE.header(**changes)))


@pytest.mark.parametrize("changes", HEADERS)
def test_an_odd_header_is_refused(
    verifiers: Sequence[Claims], published: Published, changes: Mapping[str, object]
) -> None:
    """A right signature doesn't help a wrong header. No ``kid`` becomes part of an address."""
    before = set(published.fetched)
    assert_refused(verifiers, FORGE.token(FORGE.header(**changes)))
    assert set(published.fetched) == before


@ALGORITHMS
@pytest.mark.parametrize("alg", UNSIGNED)
def test_an_unsigned_token_is_refused(verifiers: Sequence[Claims], algorithm: str, alg: object) -> None:
    """Whatever ``alg`` says, a token needs a signature with a published key."""
    assert_refused(verifiers, FORGE.signed(lambda data: b"", FORGE.header(alg=alg)))
    assert_refused(verifiers, FORGE.signed(hs256(b""), FORGE.header(alg=alg)))


@pytest.mark.parametrize("change", [*ODD_JSON, *TWICE_IN_THE_HEADER])
def test_an_odd_header_text_is_refused(verifiers: Sequence[Claims], change: Change) -> None:
    """The header is one JSON object in UTF-8 with no name twice, or nothing."""
    assert_refused(verifiers, FORGE.token(header=change(dump(FORGE.header()))))


@pytest.mark.parametrize("change", [*ODD_JSON, *TWICE_IN_THE_PAYLOAD])
def test_an_odd_payload_text_is_refused(verifiers: Sequence[Claims], change: Change) -> None:
    """The payload is one JSON object in UTF-8 with no name twice, or nothing."""
    assert_refused(verifiers, FORGE.token(payload=change(dump(FORGE.claims()))))


@pytest.mark.parametrize("make", [*ODD_BASE64, *ODD_SEGMENTS])
def test_an_odd_spelling_is_refused(verifiers: Sequence[Claims], make: Make) -> None:
    """A token is a compact JWS: no JWE, no JSON serialization, nothing around it."""
    assert_refused(verifiers, make(FORGE))


@ALGORITHMS
@pytest.mark.parametrize("change", ODD_SIGNATURES)
def test_an_odd_signature_is_refused(
    verifiers: Sequence[Claims], algorithm: str, change: Callable[[bytes], bytes]
) -> None:
    """Only the right signature is a signature."""
    assert_refused(verifiers, FORGE.signed(lambda data: change(configured(data))))


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
    verifiers: Sequence[Claims], algorithm: str, change: Callable[[bytes], bytes]
) -> None:
    """Numbers at and beyond the edges of what an algorithm calculates with."""
    assert_refused(verifiers, FORGE.signed(lambda data: change(configured(data))))


@pytest.mark.parametrize(
    ("algorithm", "material"),
    [
        *(
            pytest.param(algorithm, *case.values, id=f"{algorithm}-{case.id}")
            for algorithm in ASYMMETRIC
            for case in PUBLIC_MATERIAL
        ),
        *(pytest.param("RS256", *case.values, id=f"RS256-{case.id}") for case in RSA_MATERIAL),
    ],
)
def test_a_published_key_is_no_secret(verifiers: Sequence[Claims], algorithm: str, material: Material) -> None:
    """A token of HS256 that was signed with the public key in any form is refused, whatever key it names."""
    sign = hs256(material(algorithm))
    for kid in (FORGE.header()["kid"], "unknown", MISSING):
        assert_refused(verifiers, FORGE.signed(sign, FORGE.header(alg="HS256", kid=kid)))
    assert_refused(verifiers, FORGE.signed(sign))


@pytest.mark.parametrize(("algorithm", "theirs", "sign"), OTHERS)
def test_a_key_has_one_algorithm(verifiers: Sequence[Claims], algorithm: str, theirs: str, sign: Sign) -> None:
    """A token of another algorithm or curve is refused, even when the published key signed it."""
    for kid in (FORGE.header()["kid"], MISSING):
        assert_refused(verifiers, FORGE.signed(sign, FORGE.header(alg=theirs, kid=kid)))


@ALGORITHMS
@pytest.mark.parametrize("name", ["jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256"])
@pytest.mark.parametrize("kid", ["ours", "theirs", "missing"])
def test_a_key_in_the_token_is_not_looked_at(
    verifiers: Sequence[Claims], published: Published, algorithm: str, name: str, kid: str
) -> None:
    """An attacker's key in the header, or its address, verifies nothing, and nobody fetches that address."""
    theirs = SigningKey.load(private_pem(key_for(algorithm, "theirs")), algorithm)
    der = certificate(algorithm, Encoding.DER, "theirs")
    values = {
        "jwk": jwk(algorithm, "theirs"),
        "x5c": [base64.b64encode(der).decode()],
        "x5t": segment(hashlib.sha1(der).digest()),
        "x5t#S256": segment(hashlib.sha256(der).digest()),
    }
    kids = {"ours": get_ring().signing_key.kid, "theirs": theirs.kid, "missing": MISSING}
    brought = {"kid": kids[kid], name: values.get(name, "https://attacker.example/keys")}
    assert_refused(verifiers, FORGE.signed(theirs.sign, FORGE.header(**brought)))
    assert not [url for url in published.fetched if "attacker" in url]
