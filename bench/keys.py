"""A new key pair for each asymmetric algorithm, in PEM form, so that both packages read the same text."""

from __future__ import annotations

from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


class KeyPair(NamedTuple):
    """Both halves in PEM form."""

    private: str
    public: str


def _pem(key: PrivateKeyTypes) -> KeyPair:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private.decode(), public.decode())


def _rsa() -> RSAPrivateKey:
    return generate_rsa_key(public_exponent=65_537, key_size=2_048)


KEY_PAIRS: Final = {
    "RS256": _pem(_rsa()),
    "ES256": _pem(generate_private_key(SECP256R1())),
    "EdDSA": _pem(Ed25519PrivateKey.generate()),
}
