"""`SigningKey`: what it reads, what it refuses, and that it reveals nothing of what it read."""

from __future__ import annotations

import dataclasses
import json
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.util import urlsafe_b64encode

from drf_signet.errors import KeyLoadError
from signet_tokens.keys import ALGORITHMS, KEY_TYPES, SigningKey, is_symmetric
from tests.stand_ins.key_pairs import (
    SECRET,
    pair_for,
    private_jwk,
    private_pem,
    public_jwk,
    public_pem,
    rsa,
    signing_key,
)

EVERY_ALGORITHM = pytest.mark.parametrize("algorithm", ALGORITHMS)
ASYMMETRIC = pytest.mark.parametrize("algorithm", [one for one in ALGORITHMS if not is_symmetric(one)])
SECRET_JWK = {"kty": "oct", "k": urlsafe_b64encode(SECRET.encode()).decode()}
THUMBPRINT = json.loads((Path(__file__).parents[1] / "vectors" / "rfc7638_thumbprint.json").read_text())


def test_every_accepted_algorithm_is_a_signature_algorithm_of_the_standards() -> None:
    """Neither ``none`` nor a curve nobody reviewed is among them."""
    rsa_and_hmac = {f"{family}{bits}" for family in ("HS", "RS", "PS") for bits in (256, 384, 512)}
    assert set(ALGORITHMS) == rsa_and_hmac | {"ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
    assert set(KEY_TYPES) == set(ALGORITHMS)


@EVERY_ALGORITHM
def test_only_hmac_is_symmetric(algorithm: str) -> None:
    """Only with HS* can everybody who verifies also sign."""
    assert is_symmetric(algorithm) == algorithm.startswith("HS")


def test_an_unknown_algorithm_is_not_symmetric() -> None:
    """Nothing is said of an algorithm that is not accepted."""
    assert not is_symmetric("none")


@EVERY_ALGORITHM
def test_what_a_key_signed_it_verifies(algorithm: str) -> None:
    """A signature verifies exactly the bytes that were signed, and no others."""
    key = signing_key(algorithm)
    signature = key.sign(b"data")
    assert key.verify(b"data", signature)
    assert not key.verify(b"Data", signature)
    assert not key.verify(b"data", signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not key.verify(b"data", signature[:-1])
    assert not key.verify(b"data", b"")


@ASYMMETRIC
def test_a_public_key_verifies_and_cannot_sign(algorithm: str) -> None:
    """The public half knows the same kid and no private part."""
    private = signing_key(algorithm)
    public = SigningKey.load(public_pem(pair_for(algorithm)), algorithm)
    assert private.can_sign
    assert not public.can_sign
    assert public.kid == private.kid
    assert public.verify(b"data", private.sign(b"data"))


@ASYMMETRIC
def test_a_jwk_and_a_pem_document_are_the_same_key(algorithm: str) -> None:
    """A key is read in either form, as text or as bytes."""
    pair = pair_for(algorithm)
    forms = (private_jwk(pair), private_pem(pair), private_pem(pair).encode())
    assert len({SigningKey.load(form, algorithm).kid for form in forms}) == 1
    assert all(SigningKey.load(form, algorithm).can_sign for form in forms)
    assert not SigningKey.load(public_jwk(pair), algorithm).can_sign


def test_a_secret_is_read_as_text_as_bytes_and_as_a_jwk() -> None:
    """All three forms of a shared secret are one key."""
    keys = [SigningKey.load(form, "HS256") for form in (SECRET, SECRET.encode(), SECRET_JWK)]
    assert len({key.kid for key in keys}) == 1
    assert len({key.sign(b"data") for key in keys}) == 1


def test_the_kid_is_the_published_thumbprint() -> None:
    """The example key of RFC 7638 has the kid that is printed in the RFC."""
    assert SigningKey.load(THUMBPRINT["key"], THUMBPRINT["algorithm"]).kid == THUMBPRINT["thumbprint"]


def test_the_kid_of_a_jwk_is_the_name_its_issuer_gave_it() -> None:
    """A ``kid`` member takes precedence over the thumbprint."""
    assert SigningKey.load(public_jwk(rsa("service"), kid="2026-11"), "RS256").kid == "2026-11"


def test_a_key_has_a_name_where_its_issuer_gave_it_one() -> None:
    """A thumbprint is none: nobody else calls it that."""
    pair = pair_for("ES256")
    assert SigningKey.load(private_jwk(pair, kid="main"), "ES256").name == "main"
    assert SigningKey.load(private_pem(pair), "ES256").name is None
    assert SigningKey.load(SECRET, "HS256").name is None


@EVERY_ALGORITHM
@pytest.mark.parametrize("operations", [["sign"], ["sign", "verify"], None], ids=str)
def test_a_private_key_may_say_that_it_is_for_signing(algorithm: str, operations: list[str] | None) -> None:
    """``key_ops`` of a private half (RFC 7517 section 4.3) says nothing of its public half, which verifies."""
    jwk = {name: value for name, value in signing_key(algorithm).private_jwk().items() if name != "use"}
    key = SigningKey.load({**jwk, **({"key_ops": operations} if operations else {})}, algorithm)
    assert key.can_sign
    assert key.verify(b"data", key.sign(b"data"))
    assert key.public.verify(b"data", key.sign(b"data"))
    if not is_symmetric(algorithm):
        assert "key_ops" not in key.public_jwk()
        assert key.public_jwk() == signing_key(algorithm).public_jwk()


@pytest.mark.parametrize("algorithm", [one for one in ALGORITHMS if not one.startswith(("RS", "PS"))])
def test_a_key_is_made_for_an_algorithm(algorithm: str) -> None:
    """A new one each time. A secret is as long as the longest hash."""
    first, second = SigningKey.generate(algorithm), SigningKey.generate(algorithm)
    assert first.kid != second.kid
    assert first.verify(b"data", first.sign(b"data"))
    assert first.secret_bytes == (64 if is_symmetric(algorithm) else None)


def test_no_key_is_made_for_an_unknown_algorithm() -> None:
    """There is none for ``none``."""
    with pytest.raises(KeyLoadError, match="Unknown algorithm"):
        SigningKey.generate("none")


@pytest.mark.parametrize("write", [str, str.encode, lambda text: f"\n {text}"])
def test_a_jwk_may_be_written_out(write: Callable[[str], str | bytes]) -> None:
    """It may be text, as in an environment variable, and keeps its name. With HS* all text is the secret itself."""
    text = json.dumps(private_jwk(pair_for("EdDSA"), kid="main"))
    assert SigningKey.load(write(text), "EdDSA") == SigningKey.load(json.loads(text), "EdDSA")
    secret = json.dumps({"kty": "oct", "k": "A" * 43, "kid": "main"})
    assert SigningKey.load(secret, "HS256").secret_bytes == len(secret)


def test_only_a_shared_secret_has_a_length_in_bytes() -> None:
    """The length of a secret is that of its bytes; a key pair has none."""
    assert SigningKey.load("ä" * 16, "HS256").secret_bytes == 32
    assert signing_key("RS256").secret_bytes is None


def test_a_key_cannot_be_changed() -> None:
    """A loaded key stays bound to its algorithm."""
    key = signing_key("HS256")
    with pytest.raises(dataclasses.FrozenInstanceError):
        key.algorithm = "HS512"  # type: ignore[misc]


def refuse(material: str | bytes | Mapping[str, object], algorithm: str, shown: str) -> None:
    """*material* is no key for *algorithm*, and the error says *shown* and nothing of the material."""
    with pytest.raises(KeyLoadError) as caught:
        SigningKey.load(material, algorithm)
    assert caught.value.code == "invalid_key"
    assert shown in caught.value.message
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    lines = [str(one) for one in material.values()] if isinstance(material, Mapping) else _lines(material)
    for line in lines:
        assert len(line) < 16 or line not in told


def _lines(material: str | bytes) -> list[str]:
    return (material.decode("latin-1") if isinstance(material, bytes) else material).splitlines()


@EVERY_ALGORITHM
@pytest.mark.parametrize("material", ["", b"", {}], ids=["text", "bytes", "jwk"])
def test_nothing_is_no_key(algorithm: str, material: str | bytes | Mapping[str, object]) -> None:
    """An empty key would be everybody's key."""
    refuse(material, algorithm, "The key is empty.")


def test_an_empty_secret_in_a_jwk_is_no_key() -> None:
    """A JWK whose secret is empty is refused like an empty secret."""
    refuse({"kty": "oct", "k": ""}, "HS256", "a shared secret")


@pytest.mark.parametrize("algorithm", ["none", "None", "", "ES256K", "Ed448", "dir", "hs256"])
def test_another_algorithm_is_refused(algorithm: str) -> None:
    """Only the names of the list are algorithms, in their exact spelling."""
    refuse(SECRET, algorithm, f"Unknown algorithm {algorithm!r}.")


@ASYMMETRIC
@pytest.mark.parametrize(
    "material",
    [
        pytest.param("not-a-key-but-a-long-enough-line-of-text", id="text"),
        pytest.param(b"\x00\xff\xfe\x80 not a key at all, either", id="bytes"),
        pytest.param("-----BEGIN PRIVATE KEY-----\nbm90LWEta2V5LWF0LWFsbA==\n-----END PRIVATE KEY-----", id="pem"),
        pytest.param({"kty": "RSA", "n": 5, "e": None}, id="jwk-of-numbers"),
        pytest.param({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}, id="jwk-off-the-curve"),
        pytest.param({"d": "a-private-part-and-nothing-else"}, id="jwk-of-one-member"),
    ],
)
def test_garbage_is_no_key_pair(algorithm: str, material: str | bytes | Mapping[str, object]) -> None:
    """Signet refuses unreadable keys, whatever error its library raises for them."""
    refuse(material, algorithm, f"for {algorithm}.")


OTHER_PAIRS = [
    pytest.param("RS256", OKPKey.generate_key("Ed25519"), "an RSA key", id="ed25519-for-rs256"),
    pytest.param("PS256", ECKey.generate_key("P-256"), "an RSA key", id="p256-for-ps256"),
    pytest.param("ES256", ECKey.generate_key("P-384"), "on the curve", id="p384-for-es256"),
    pytest.param("ES384", ECKey.generate_key("P-256"), "on the curve", id="p256-for-es384"),
    pytest.param("ES512", ECKey.generate_key("secp256k1"), "on the curve", id="secp256k1-for-es512"),
    pytest.param("EdDSA", OKPKey.generate_key("Ed448"), "an Ed25519 key", id="ed448-for-eddsa"),
    pytest.param("Ed25519", OKPKey.generate_key("X25519"), "an Ed25519 key", id="x25519-for-ed25519"),
]


@pytest.mark.parametrize(("algorithm", "pair", "wanted"), OTHER_PAIRS)
def test_a_pair_of_another_kind_or_curve_is_refused(algorithm: str, pair: ECKey | OKPKey, wanted: str) -> None:
    """The kind of the key and its curve follow from the algorithm."""
    refuse(private_pem(pair), algorithm, wanted)
    refuse(private_jwk(pair), algorithm, wanted)


def test_an_rsa_key_below_2048_bits_is_refused() -> None:
    """RFC 7518 section 3.3 wants 2048 bits, and the refusal is ours alone: no warning comes beside it."""
    with pytest.warns(UserWarning, match="2048"):
        weak = RSAKey.generate_key(1024)
    refuse(private_pem(weak), "RS256", "2048 to 8192 bits")


def test_a_public_key_in_pem_form_is_no_shared_secret() -> None:
    """Everybody has it, so everybody could sign."""
    refuse(public_pem(rsa("service")), "HS256", "a shared secret")


def test_a_private_key_in_pem_form_is_no_shared_secret() -> None:
    """A key pair with ALGORITHM left at HS256 is a mistake, and its message says so."""
    refuse(private_pem(rsa("service")), "HS256", "a shared secret")


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"use": "enc"}, id="for-encryption"),
        pytest.param({"alg": "RS512"}, id="for-another-algorithm"),
        pytest.param({"kid": 5}, id="with-a-number-for-a-name"),
        pytest.param({"key_ops": ["encrypt"]}, id="with-no-signature-among-its-operations"),
    ],
)
def test_a_jwk_for_something_else_is_refused(members: Mapping[str, object]) -> None:
    """A JWK that says what it is for is used for nothing else (RFC 7517 section 4)."""
    refuse(public_jwk(rsa("service"), **members), "RS256", "an RSA key")


@pytest.mark.parametrize(
    ("operations", "expected"), [(["verify"], False), (["sign", "verify"], True), (["verify", "sign"], True)]
)
def test_a_private_key_signs_only_where_its_operations_say_so(operations: list[str], expected: bool) -> None:
    """A JWK that is for verifying doesn't sign, though it could (RFC 7517 section 4.3)."""
    key = SigningKey.load(private_jwk(rsa("service"), key_ops=operations), "RS256")
    assert key.can_sign is expected
    assert key.verify(b"data", signing_key("RS256").sign(b"data"))


def test_a_key_does_not_show_its_material() -> None:
    """The ``repr`` of a key has its algorithm and its name."""
    key = SigningKey.load(SECRET, "HS256")
    assert repr(key) == f"SigningKey(algorithm='HS256', kid={key.kid!r})"
