"""Odd keys and signatures of key pairs, as data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signet_tokens.keys import KEY_TYPES, SigningKey
from tests.wire.forge import Sign, dump
from tests.wire.key_pairs import ec_key, ed25519_key, key_for, private_pem, public_bytes, rsa_key

Material = Callable[[str], bytes]
Change = Callable[[bytes], bytes]

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186)."""

PRIME: Final = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
"""Of the field of P-256."""

ED25519_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""RFC 8032 section 5.1."""


def jwk(algorithm: str, name: str = "ours") -> dict[str, Any]:
    """The public half of a key as a JWK (RFC 7517)."""
    return {**KEY_TYPES[algorithm].import_key(public_bytes(key_for(algorithm, name))).as_dict(private=False)}


def _pem(algorithm: str) -> bytes:
    return public_bytes(key_for(algorithm))


def _pem_body(algorithm: str) -> bytes:
    return b"\n".join(_pem(algorithm).splitlines()[1:-1])


def _der_form(algorithm: str) -> bytes:
    return public_bytes(key_for(algorithm), Encoding.DER)


def _ssh(algorithm: str) -> bytes:
    return public_bytes(key_for(algorithm), Encoding.OpenSSH, PublicFormat.OpenSSH)


@cache
def _certificate(algorithm: str, name: str) -> x509.Certificate:
    """A certificate for the key, signed by itself."""
    key = key_for(algorithm, name)
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "issuer.example")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(issuer)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2999, 1, 1, tzinfo=UTC))
    )
    return builder.sign(key, None if algorithm in {"EdDSA", "Ed25519"} else hashes.SHA256())


def certificate(algorithm: str, encoding: Encoding = Encoding.PEM, name: str = "ours") -> bytes:
    """A certificate for the key of that name (RFC 5280)."""
    return _certificate(algorithm, name).public_bytes(encoding)


def _published(algorithm: str) -> dict[str, Any]:
    """The key as our key set publishes it."""
    return SigningKey.load(private_pem(key_for(algorithm)), algorithm).public_jwk()


def _rewrapped(algorithm: str) -> bytes:
    first, *_, last = _pem(algorithm).splitlines()
    body = _pem_body(algorithm).replace(b"\n", b"")
    return b"\n".join([first, *(body[start : start + 76] for start in range(0, len(body), 76)), last, b""])


PUBLIC_MATERIAL: Final = [
    pytest.param(_pem, id="pem"),
    pytest.param(lambda alg: _pem(alg).strip(), id="pem-stripped"),
    pytest.param(lambda alg: _pem(alg) + b"\n", id="pem-one-line-more"),
    pytest.param(lambda alg: b"\n" + _pem(alg), id="pem-leading-line"),
    pytest.param(lambda alg: b" " + _pem(alg), id="pem-leading-space"),
    pytest.param(lambda alg: b"x" + _pem(alg), id="pem-leading-word"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b"\r\n"), id="pem-crlf"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b"\\n"), id="pem-one-line"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b""), id="pem-without-lines"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b"\r"), id="pem-cr"),
    pytest.param(lambda alg: _pem(alg).strip().replace(b"\n", b"\r\n"), id="pem-crlf-stripped"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b" "), id="pem-spaces-for-lines"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b" \n"), id="pem-trailing-spaces"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b"\n\t"), id="pem-tabs"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b"\n    "), id="pem-indented"),
    pytest.param(lambda alg: _pem(alg).replace(b"\n", b"\n\n"), id="pem-empty-lines"),
    pytest.param(_rewrapped, id="pem-76-columns"),
    pytest.param(lambda alg: b"\xef\xbb\xbf" + _pem(alg), id="pem-byte-order-mark"),
    pytest.param(lambda alg: _pem(alg) + b"\0", id="pem-trailing-nul"),
    pytest.param(lambda alg: b'"' + _pem(alg).replace(b"\n", b"\\n") + b'"', id="pem-quoted"),
    pytest.param(lambda alg: _pem(alg).decode().encode("utf-16"), id="pem-utf-16"),
    pytest.param(lambda alg: base64.b64encode(_pem(alg)), id="pem-base64"),
    pytest.param(_pem_body, id="pem-body"),
    pytest.param(lambda alg: _pem_body(alg).replace(b"\n", b""), id="pem-body-one-line"),
    pytest.param(_der_form, id="der"),
    pytest.param(lambda alg: _der_form(alg).hex().encode(), id="der-hexadecimal"),
    pytest.param(lambda alg: base64.urlsafe_b64encode(_der_form(alg)).rstrip(b"="), id="der-base64url"),
    pytest.param(_ssh, id="openssh"),
    pytest.param(lambda alg: _ssh(alg) + b"\n", id="openssh-line"),
    pytest.param(lambda alg: _ssh(alg) + b" ada@example.com\n", id="openssh-with-a-comment"),
    pytest.param(lambda alg: _ssh(alg).split()[1], id="openssh-body"),
    pytest.param(lambda alg: base64.b64decode(_ssh(alg).split()[1]), id="openssh-blob"),
    pytest.param(certificate, id="certificate"),
    pytest.param(lambda alg: certificate(alg).strip(), id="certificate-stripped"),
    pytest.param(lambda alg: certificate(alg, Encoding.DER), id="certificate-der"),
    pytest.param(lambda alg: base64.b64encode(certificate(alg, Encoding.DER)), id="certificate-x5c"),
    pytest.param(lambda alg: dump(jwk(alg)), id="jwk"),
    pytest.param(lambda alg: json.dumps(jwk(alg), sort_keys=True, indent=2).encode(), id="jwk-indented"),
    pytest.param(lambda alg: dump({"keys": [jwk(alg)]}), id="jwk-set"),
    pytest.param(lambda alg: dump(_published(alg)), id="jwk-as-published"),
    pytest.param(lambda alg: json.dumps(_published(alg)).encode(), id="jwk-as-published-with-spaces"),
    pytest.param(lambda alg: dump({"keys": [_published(alg)]}), id="jwk-set-as-published"),
    pytest.param(lambda alg: json.dumps({"keys": [_published(alg)]}).encode(), id="jwk-set-with-spaces"),
    pytest.param(lambda alg: str(jwk(alg).get("x") or jwk(alg)["n"]).encode(), id="jwk-number"),
    pytest.param(
        lambda alg: SigningKey.load(private_pem(key_for(alg)), alg).kid.encode(),
        id="thumbprint",
    ),
]
"""From an algorithm to what everybody knows of its key, as an attacker may take it for a shared secret."""

RSA_MATERIAL: Final = [
    pytest.param(lambda alg: public_bytes(rsa_key(), form=PublicFormat.PKCS1), id="pkcs1-pem"),
    pytest.param(lambda alg: public_bytes(rsa_key(), form=PublicFormat.PKCS1).strip(), id="pkcs1-pem-stripped"),
    pytest.param(
        lambda alg: public_bytes(rsa_key(), form=PublicFormat.PKCS1).replace(b"\n", b"\r\n"), id="pkcs1-pem-crlf"
    ),
    pytest.param(
        lambda alg: b"".join(public_bytes(rsa_key(), form=PublicFormat.PKCS1).splitlines()[1:-1]), id="pkcs1-pem-body"
    ),
    pytest.param(lambda alg: public_bytes(rsa_key(), Encoding.DER, PublicFormat.PKCS1), id="pkcs1-der"),
    pytest.param(lambda alg: rsa_key().public_key().public_numbers().n.to_bytes(256), id="modulus"),
]


def _pair(r: int, s: int) -> bytes:
    return r.to_bytes(32) + s.to_bytes(32)


def _der(raw: bytes) -> bytes:
    return encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))


EC_SIGNATURES: Final = [
    pytest.param(lambda right: _pair(0, 0), id="r-and-s-zero"),
    pytest.param(lambda right: bytes(32) + right[32:], id="r-zero"),
    pytest.param(lambda right: right[:32] + bytes(32), id="s-zero"),
    pytest.param(lambda right: _pair(1, 1), id="r-and-s-one"),
    pytest.param(lambda right: _pair(0, 1), id="r-zero-s-one"),
    pytest.param(lambda right: _pair(1, 0), id="r-one-s-zero"),
    pytest.param(lambda right: _pair(ORDER, ORDER), id="r-and-s-order"),
    pytest.param(lambda right: _pair(ORDER, 1), id="r-order"),
    pytest.param(lambda right: _pair(1, ORDER), id="s-order"),
    pytest.param(lambda right: ORDER.to_bytes(32) + right[32:], id="r-order-right-s"),
    pytest.param(lambda right: right[:32] + ORDER.to_bytes(32), id="s-order-right-r"),
    pytest.param(lambda right: _pair(ORDER - 1, ORDER - 1), id="r-and-s-order-less-one"),
    pytest.param(lambda right: _pair(ORDER + 1, ORDER + 1), id="r-and-s-order-and-one"),
    pytest.param(lambda right: _pair(PRIME, PRIME), id="r-and-s-prime"),
    pytest.param(lambda right: _pair(PRIME - ORDER, 1), id="r-prime-less-order"),
    pytest.param(lambda right: b"\xff" * 64, id="r-and-s-greatest"),
    pytest.param(lambda right: right[32:] + right[:32], id="swapped"),
    pytest.param(_der, id="der"),
    pytest.param(lambda right: _der(right)[-64:], id="der-cut-to-length"),
    pytest.param(lambda right: b"\0\0" + right[:32] + b"\0\0" + right[32:], id="longer-numbers"),
    pytest.param(lambda right: right[:32], id="r-alone"),
]

ED25519_SIGNATURES: Final = [
    pytest.param(
        lambda right: right[:32] + (int.from_bytes(right[32:], "little") + ED25519_ORDER).to_bytes(32, "little"),
        id="s-and-order",
    ),
    pytest.param(lambda right: right[:32] + bytes(32), id="s-zero"),
    pytest.param(lambda right: b"\1" + bytes(63), id="identity"),
    pytest.param(lambda right: b"\1" + bytes(30) + b"\x80" + bytes(32), id="identity-with-a-sign"),
    pytest.param(lambda right: b"\xec" + b"\xff" * 30 + b"\x7f" + bytes(32), id="point-of-order-two"),
    pytest.param(lambda right: bytes(32) + right[32:], id="r-zero"),
    pytest.param(lambda right: right[32:] + right[:32], id="swapped"),
]


def _other(right: bytes) -> int:
    return rsa_key().public_key().public_numbers().n - int.from_bytes(right)


RSA_SIGNATURES: Final = [
    pytest.param(lambda right: bytes(255) + b"\1", id="one"),
    pytest.param(lambda right: _other(right).to_bytes(256), id="negative"),
    pytest.param(lambda right: rsa_key().public_key().public_numbers().n.to_bytes(256), id="modulus"),
    pytest.param(
        lambda right: (int.from_bytes(right) + rsa_key().public_key().public_numbers().n).to_bytes(257),
        id="modulus-more",
    ),
    pytest.param(lambda right: b"\xff" * 256, id="greatest"),
]


def _ec_with(curve: type[ec.EllipticCurve], name: str, digest: hashes.HashAlgorithm) -> Sign:
    """Signs with a key on *curve*, in the form that the curve of ES256 has."""

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(ec_key(curve, name).sign(data, ec.ECDSA(digest)))
        size = max(32, (max(r, s).bit_length() + 7) // 8)
        return r.to_bytes(size) + s.to_bytes(size)

    return sign


def _as(algorithm: str, key_of: str) -> Sign:
    return SigningKey.load(private_pem(key_for(key_of)), algorithm).sign


KEYS_OF_TWO_ALGORITHMS: Final = [
    ("RS256", "PS256"),
    ("RS256", "RS384"),
    ("RS256", "RS512"),
    ("PS256", "RS256"),
    ("Ed25519", "EdDSA"),
    ("EdDSA", "Ed25519"),
]
"""The algorithm of the settings, and another one that the same key could be used with."""

OTHER_ALGORITHMS: Final = [
    *(
        pytest.param(ours, theirs, _as(theirs, ours), id=f"{ours}-key-{theirs}")
        for ours, theirs in KEYS_OF_TWO_ALGORITHMS
    ),
    pytest.param("RS256", "RS256", _as("PS256", "RS256"), id="RS256-signed-PS256"),
    pytest.param("RS256", "RS256", _as("RS512", "RS256"), id="RS256-signed-RS512"),
    pytest.param(
        "RS256", "RS256", lambda data: rsa_key().sign(data, padding.PKCS1v15(), hashes.SHA1()), id="RS256-signed-SHA1"
    ),
    pytest.param("PS256", "PS256", _as("RS256", "RS256"), id="PS256-signed-RS256"),
    pytest.param("PS256", "PS384", _as("PS384", "RS256"), id="PS256-key-PS384"),
    pytest.param("PS256", "PS256", _as("PS512", "RS256"), id="PS256-signed-PS512"),
    pytest.param("RS256", "RSA1_5", _as("RS256", "RS256"), id="RS256-key-RSA1_5"),
    pytest.param("ES256", "ES384", _ec_with(ec.SECP256R1, "ours", hashes.SHA384()), id="ES256-key-ES384"),
    pytest.param("ES256", "ES256", _ec_with(ec.SECP256R1, "ours", hashes.SHA384()), id="ES256-other-hash"),
    pytest.param("ES256", "ES256", _ec_with(ec.SECP256R1, "theirs", hashes.SHA256()), id="ES256-other-key"),
    pytest.param("ES256", "ES256", _ec_with(ec.SECP256K1, "theirs", hashes.SHA256()), id="ES256-secp256k1"),
    pytest.param("ES256", "ES256K", _ec_with(ec.SECP256K1, "theirs", hashes.SHA256()), id="ES256-key-ES256K"),
    pytest.param("ES256", "ES384", _ec_with(ec.SECP384R1, "theirs", hashes.SHA384()), id="ES256-key-ES384-P-384"),
    pytest.param("ES256", "ES512", _ec_with(ec.SECP521R1, "theirs", hashes.SHA512()), id="ES256-key-ES512-P-521"),
    pytest.param("ES256", "RS256", _as("RS256", "RS256"), id="ES256-key-RS256"),
    pytest.param("ES256", "ES256", _ec_with(ec.SECP384R1, "theirs", hashes.SHA256()), id="ES256-P-384"),
    pytest.param("ES256", "ES256", _ec_with(ec.SECP521R1, "theirs", hashes.SHA256()), id="ES256-P-521"),
    pytest.param("Ed25519", "Ed448", ed25519_key().sign, id="Ed25519-key-Ed448"),
    pytest.param("Ed25519", "Ed25519", ed25519_key("theirs").sign, id="Ed25519-other-key"),
    pytest.param(
        "Ed25519", "Ed25519", lambda data: ed25519_key().sign(hashlib.sha512(data).digest()), id="Ed25519-of-the-hash"
    ),
    pytest.param("HS256", "RS256", _as("RS256", "RS256"), id="HS256-key-RS256"),
    pytest.param("HS256", "ES256", _as("ES256", "ES256"), id="HS256-key-ES256"),
]
"""The algorithm of the settings, the one in the header, and how the token is signed."""
