"""A private key that this process doesn't have: what a signer may do, and what becomes of its faults."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from joserfc.jwk import ECKey

from signet_tokens import jws
from signet_tokens.errors import KeyLoadError, NoSigningKeyError, SignerUnavailableError
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import ALGORITHMS, SigningKey, is_symmetric
from signet_tokens.signer import FRESH, HeldElsewhere, raw_signature
from tests.stand_ins.key_pairs import SECRET, pair_for, private_jwk, public_jwk, public_pem, signing_key

HASHES: dict[str, HashAlgorithm] = {"ES256": SHA256(), "ES384": SHA384(), "ES512": SHA512()}


class Local:
    """A signer that counts, and fails when a test says so."""

    def __init__(self, algorithm: str) -> None:
        self.key = signing_key(algorithm)
        self.signed = 0
        self.error: Exception | None = None

    def sign(self, data: bytes) -> bytes:
        """The signature, or the error."""
        self.signed += 1
        if self.error:
            raise self.error
        return self.key.sign(data)


def held(algorithm: str) -> tuple[SigningKey, Local]:
    """A key and its signer."""
    signer = Local(algorithm)
    return SigningKey.held_elsewhere(public_jwk(pair_for(algorithm)), algorithm, signer), signer


@pytest.mark.parametrize("algorithm", [one for one in ALGORITHMS if not is_symmetric(one)])
def test_a_signer_signs_for_every_algorithm_of_key_pairs(algorithm: str) -> None:
    """What it signs is a token like any other, under the same kid."""
    key, _ = held(algorithm)
    assert (key.kid, key.can_sign) == (signing_key(algorithm).kid, True)
    token = jws.sign(b'{"a":1}', KeyRing([key]).signing_key)
    assert jws.verify(token.encode(), KeyRing([signing_key(algorithm).public])).payload == b'{"a":1}'


def test_its_public_half_cannot_sign_and_nothing_private_is_kept() -> None:
    """A key that is over is kept without its signer."""
    key, _ = held("ES256")
    assert key.is_elsewhere
    assert not key.public.is_elsewhere
    assert not key.public.can_sign
    assert "d" not in key.private_jwk()
    private = private_jwk(pair_for("ES256"))
    assert "d" not in SigningKey.held_elsewhere(private, "ES256", Local("ES256")).private_jwk()


def test_a_shared_secret_is_not_held_elsewhere() -> None:
    """To verify with it is to have it."""
    with pytest.raises(KeyLoadError, match="no public half"):
        SigningKey.held_elsewhere(SECRET, "HS256", Local("HS256"))


def test_the_same_bytes_are_signed_once() -> None:
    """A token that is signed before its session moves on is written out afterwards."""
    key, signer = held("ES256")
    assert key.sign(b"a") == key.sign(b"a")
    assert signer.signed == 1
    key.sign(b"b")
    assert signer.signed == 2


@pytest.mark.parametrize("error", [OSError("away"), TimeoutError(), RuntimeError("throttled")], ids=repr)
def test_whatever_a_signer_raises_is_a_503(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """The log says what, and the next request asks again."""
    key, signer = held("ES256")
    signer.error = error
    with pytest.raises(SignerUnavailableError) as caught:
        key.sign(b"a")
    assert (caught.value.code, caught.value.retry_after) == ("signer_unavailable", 5)
    assert type(error).__name__ in caplog.text
    signer.error = None
    assert key.verify(b"a", key.sign(b"a"))


def test_a_ring_asks_a_signer_before_anything_is_written() -> None:
    """Unless it has just signed, or just failed."""
    signer, now = Local("ES256"), 0.0
    elsewhere = HeldElsewhere(signer, "ES256", clock=lambda: now)
    elsewhere.check()
    elsewhere.check()
    assert signer.signed == 1
    now += FRESH + 0.1
    elsewhere.sign(b"a")
    elsewhere.check()
    assert signer.signed == 2
    signer.error = OSError("away")
    with pytest.raises(SignerUnavailableError):
        elsewhere.sign(b"b")
    with pytest.raises(SignerUnavailableError):
        elsewhere.check()


def test_check_signs() -> None:
    """A ring says beforehand whether it can sign."""
    key, signer = held("ES256")
    KeyRing([signing_key("ES256")]).check_signs()
    signer.error = OSError("away")
    with pytest.raises(SignerUnavailableError):
        KeyRing([key]).check_signs()
    with pytest.raises(NoSigningKeyError):
        KeyRing([key.public]).check_signs()


@pytest.mark.parametrize("algorithm", list(HASHES))
def test_the_signature_of_a_kms_is_turned_into_the_raw_form(algorithm: str, caplog: pytest.LogCaptureFixture) -> None:
    """In DER it is refused, with a line that names the function."""
    pair = pair_for(algorithm)
    assert isinstance(pair, ECKey)
    private = pair.private_key
    assert isinstance(private, EllipticCurvePrivateKey)

    class Kms:
        def __init__(self, is_raw: bool) -> None:
            self.is_raw = is_raw

        def sign(self, data: bytes) -> bytes:
            der: bytes = private.sign(data, ECDSA(HASHES[algorithm]))  # type: ignore[union-attr]  # asked above
            return raw_signature(der, algorithm) if self.is_raw else der

    for number in range(8):
        data = b"data %d" % number
        assert signing_key(algorithm).verify(
            data, SigningKey.held_elsewhere(public_pem(pair), algorithm, Kms(is_raw=True)).sign(data)
        )
    with pytest.raises(SignerUnavailableError):
        SigningKey.held_elsewhere(public_pem(pair), algorithm, Kms(is_raw=False)).sign(b"data")
    assert "raw_signature()" in caplog.text


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA"])
@pytest.mark.parametrize("signature", [None, b"", "x" * 64, [1] * 64, 5], ids=repr)
def test_what_is_no_signature_is_a_503(algorithm: str, signature: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is signed with it, and the log says what the signer returned."""

    class Careless:
        def sign(self, data: bytes) -> bytes:
            return signature  # type: ignore[no-any-return]  # that is its fault

    key = SigningKey.held_elsewhere(public_jwk(pair_for(algorithm)), algorithm, Careless())
    with pytest.raises(SignerUnavailableError):
        key.sign(b"a")
    with pytest.raises(SignerUnavailableError):
        key.check_signer()
    assert "It should be bytes." in caplog.text


@pytest.mark.parametrize("der", [b"", b"x" * 64, signing_key("ES256").sign(b"a")], ids=["empty", "x", "raw"])
def test_what_is_not_der_is_a_value_error(der: bytes) -> None:
    """And so is a signature of a longer curve."""
    with pytest.raises(ValueError):  # noqa: PT011  # cryptography's own words
        raw_signature(der, "ES256")


def test_a_signature_of_a_longer_curve_is_a_value_error() -> None:
    """Its numbers have no room."""
    pair = pair_for("ES512")
    assert isinstance(pair, ECKey)
    private = pair.private_key
    assert isinstance(private, EllipticCurvePrivateKey)
    with pytest.raises(ValueError, match="too long"):
        raw_signature(private.sign(b"a", ECDSA(SHA512())), "ES256")
