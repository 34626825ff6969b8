"""What kind of key a text is, whatever it is wanted for. Neither Django nor REST framework is known here."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
    load_ssh_private_key,
    load_ssh_public_key,
)
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, OctKey

CURVES: Final = {"secp256r1": ("P-256", "ES256"), "secp384r1": ("P-384", "ES384"), "secp521r1": ("P-521", "ES512")}
JWK_SET: Final = "a JWK Set"
RSA_ALGORITHMS: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})


class Kind(NamedTuple):
    """*words* say what it is, and *algorithms* what it can be used with: with nothing, where there are none."""

    words: str
    algorithms: frozenset[str]
    is_private: bool
    bits: int | None = None
    """The length of an RSA key."""


def kind_of(text: str) -> Kind | None:
    """The kind of the key in *text*, a PEM document, a line of OpenSSH's or a JWK; None for what is no key."""
    if text.lstrip().startswith("{"):
        return _kind_of_jwk(text)
    key = next(_loaded(text.encode("utf-8", "replace")), None)
    return None if key is None else _kind_of_key(key)


def _loaded(data: bytes) -> Iterator[Any]:
    loaders: tuple[Callable[[bytes], Any], ...] = (
        lambda one: load_pem_private_key(one, None),
        load_pem_public_key,
        lambda one: x509.load_pem_x509_certificate(one).public_key(),
        lambda one: load_ssh_private_key(one, None),
        load_ssh_public_key,
    )
    for load in loaders:
        with suppress(ValueError, TypeError, UnsupportedAlgorithm), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield load(data)


def _kind_of_key(key: Any) -> Kind:
    is_private = hasattr(key, "private_bytes")
    half = "private" if is_private else "public"
    if isinstance(key, RSAPrivateKey | RSAPublicKey):
        return Kind(f"a {half} RSA key of {key.key_size} bits", RSA_ALGORITHMS, is_private, key.key_size)
    if isinstance(key, EllipticCurvePrivateKey | EllipticCurvePublicKey):
        curve, algorithm = CURVES.get(key.curve.name, (key.curve.name, None))
        return Kind(f"a {half} key on the curve {curve}", frozenset({algorithm} if algorithm else ()), is_private)
    if isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        return Kind(f"a {half} Ed25519 key", frozenset({"EdDSA", "Ed25519"}), is_private)
    name = type(key).__name__.removesuffix("PrivateKey").removesuffix("PublicKey")
    return Kind(f"a {half} {name} key", frozenset(), is_private)


def _kind_of_jwk(text: str) -> Kind | None:
    errors = (ValueError, TypeError, KeyError, AttributeError, JoseError, UnsupportedAlgorithm, RecursionError)
    with suppress(*errors), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        members = json.loads(text)
        if isinstance(members.get("keys"), list):
            return Kind(JWK_SET, frozenset(), is_private=False)
        key = JWKRegistry.import_key(members)
        if isinstance(key, OctKey):
            return Kind("a shared secret in JWK form", frozenset(), is_private=True)
        return _kind_of_key(key.raw_value)
    return None
