"""Key pairs, made once for all tests of a process, and settings that use them."""

from __future__ import annotations

from functools import cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
Public = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey

ASYMMETRIC: Final = ("RS256", "ES256", "Ed25519")


def rsa_key(name: str = "ours") -> rsa.RSAPrivateKey:
    """The RSA key of that name."""
    return _rsa_key(name)


def ec_key(curve: type[ec.EllipticCurve] = ec.SECP256R1, name: str = "ours") -> ec.EllipticCurvePrivateKey:
    """The key of that name on that curve."""
    return _ec_key(curve, name)


def ed25519_key(name: str = "ours") -> ed25519.Ed25519PrivateKey:
    """The Ed25519 key of that name."""
    return _ed25519_key(name)


# One signature for each cache: with defaults of their own, f() and f("ours") would be two keys.
@cache
def _rsa_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


@cache
def _ec_key(curve: type[ec.EllipticCurve], name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(curve())


@cache
def _ed25519_key(name: str) -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def key_for(algorithm: str, name: str = "ours") -> Private:
    """The private key of that name for *algorithm*."""
    if algorithm in {"EdDSA", "Ed25519"}:
        return ed25519_key(name)
    return ec_key(name=name) if algorithm.startswith("ES") else rsa_key(name)


def private_pem(key: Private) -> str:
    """*key* as PKCS#8 in PEM form."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_bytes(key: Private, encoding: Encoding = Encoding.PEM, form: PublicFormat | None = None) -> bytes:
    """The public half of *key*, by default as SubjectPublicKeyInfo in PEM form."""
    return key.public_key().public_bytes(encoding, form or PublicFormat.SubjectPublicKeyInfo)


@cache
def _our_pem(algorithm: str) -> str:
    return private_pem(key_for(algorithm))


def signet(algorithm: str) -> dict[str, object]:
    """Settings that sign with our key for *algorithm*."""
    return {"ALGORITHM": algorithm, "SIGNING_KEY": _our_pem(algorithm)}
