"""Keys that sign and verify, each bound to one algorithm."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import to_bytes

from signet_tokens.errors import KeyLoadError
from signet_tokens.signer import HeldElsewhere, Signer

__all__ = ["SigningKey"]

KEY_TYPES: Final[Mapping[str, type[Key]]] = {
    **dict.fromkeys(("HS256", "HS384", "HS512"), OctKey),
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey),
    **dict.fromkeys(("EdDSA", "Ed25519"), OKPKey),
}
"""The accepted ``alg`` values (RFC 7518 section 3.1, RFC 8037, RFC 9864), and the kind of key each needs."""

ALGORITHMS: Final = tuple(KEY_TYPES)

MINIMUM_RSA_BITS: Final = 2048
"""RFC 7518 section 3.3: "A key of size 2048 bits or larger MUST be used"."""

MAXIMUM_RSA_BITS: Final = 8192
"""Longer keys make a single verification slow enough to be a weapon."""

NEW_RSA_BITS: Final = 3072
NEW_KEYS: Final[Mapping[str, int | str]] = {
    **dict.fromkeys(("HS256", "HS384", "HS512"), 512),
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    **dict.fromkeys(("EdDSA", "Ed25519"), "Ed25519"),
}
"""The length in bits, or the curve, of a key that is made here; for RSA, it is `NEW_RSA_BITS`."""


def is_symmetric(algorithm: str) -> bool:
    """Whether whoever can verify with *algorithm* can sign as well."""
    return KEY_TYPES.get(algorithm) is OctKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key for one algorithm. ``kid`` is its RFC 7638 thumbprint, or the name its issuer gave it."""

    algorithm: str
    kid: str
    _jwk: Key = field(repr=False)
    _elsewhere: HeldElsewhere | None = field(default=None, repr=False, compare=False)

    @classmethod
    def load(cls, material: str | bytes | Mapping[str, object], algorithm: str) -> SigningKey:
        """
        Read a secret (HS*), a PEM document or a JWK (all others), which may be written out as JSON.

        Raises `KeyLoadError`, whose message never holds any of *material*.
        """
        try:
            key_type = KEY_TYPES[algorithm]
        except KeyError:
            raise KeyLoadError(f"Unknown algorithm {algorithm!r}.") from None
        if not material or (not isinstance(material, Mapping) and not material.strip()):
            raise KeyLoadError("The key is empty.")
        try:
            jwk = _for_both(_import(material, key_type))
            JWSRegistry.algorithms[algorithm].check_key(jwk)
            jwk.check_key_op("verify")
            _check_strength(jwk, algorithm)
            kid = jwk.kid if isinstance(jwk.kid, str) else jwk.thumbprint()
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, UnsupportedAlgorithm):
            # Chaining would carry the library's message, which may quote key material.
            raise KeyLoadError(f"The key is not {_wanted(key_type)} for {algorithm}.") from None
        return cls(algorithm, kid, jwk)

    @classmethod
    def generate(cls, algorithm: str) -> SigningKey:
        """A new key for *algorithm*, of a length for years to come. Raises `KeyLoadError` for an unknown algorithm."""
        if algorithm not in KEY_TYPES:
            raise KeyLoadError(f"Unknown algorithm {algorithm!r}.")
        new = KEY_TYPES[algorithm].generate_key(NEW_KEYS.get(algorithm, NEW_RSA_BITS))  # type: ignore[arg-type]
        return cls.load(new.as_dict(private=True), algorithm)

    @classmethod
    def held_elsewhere(cls, public: str | bytes | Mapping[str, object], algorithm: str, signer: Signer) -> SigningKey:
        """
        The key whose *public* half is that PEM document or JWK, and with whose private half *signer* signs.

        Raises `KeyLoadError`, also for a shared secret: it has no public half.
        """
        if is_symmetric(algorithm):
            raise KeyLoadError(f"A key for {algorithm} has no public half, so nobody else can sign with it for you.")
        half = cls.load(public, algorithm).public
        return replace(half, _elsewhere=HeldElsewhere(signer, algorithm))

    @property
    def name(self) -> str | None:
        """The ``kid`` that its issuer gave it (RFC 7517 section 4.5); None where ``kid`` is the thumbprint."""
        return self._jwk.kid

    @property
    def thumbprint(self) -> str:
        """What this key alone has, whatever it is called (RFC 7638)."""
        return self._jwk.thumbprint()

    @property
    def can_sign(self) -> bool:
        """Whether the private part is here, or with a signer, and may be used (``key_ops``, RFC 7517 section 4.3)."""
        if self._elsewhere is not None:
            return True
        return self._jwk.is_private and "sign" in (self._jwk.get("key_ops") or ["sign"])

    def check_signer(self) -> None:
        """Raise `SignerUnavailableError` where the private part is with a signer that doesn't answer now."""
        if self._elsewhere is not None:
            self._elsewhere.check()

    @property
    def is_elsewhere(self) -> bool:
        """Whether the private part is with a signer."""
        return self._elsewhere is not None

    @property
    def public(self) -> SigningKey:
        """The half that verifies; a shared secret has no halves."""
        if self._elsewhere is not None:
            return replace(self, _elsewhere=None)
        if isinstance(self._jwk, OctKey) or not self._jwk.is_private:
            return self
        return SigningKey(self.algorithm, self.kid, type(self._jwk).import_key(self._jwk.as_dict(private=False)))

    def public_jwk(self) -> dict[str, Any]:
        """The half that verifies, to publish (RFC 7517 section 4). Raises `KeyLoadError` for a shared secret."""
        if is_symmetric(self.algorithm):
            raise KeyLoadError("A shared secret has no public half.")
        members = self._jwk.as_dict(private=False)
        # What the private half is for says nothing of this one.
        members.pop("key_ops", None)
        return {**members, "kid": self.kid, "alg": self.algorithm, "use": "sig"}

    def private_jwk(self) -> dict[str, Any]:
        """All of it, to keep: with the private part, if it is here."""
        return {**self._jwk.as_dict(private=self._jwk.is_private), "kid": self.kid, "alg": self.algorithm, "use": "sig"}

    @property
    def secret_bytes(self) -> int | None:
        """Length of a shared secret in bytes; None for a key pair."""
        return len(self._jwk.raw_value) if isinstance(self._jwk, OctKey) else None

    def sign(self, data: bytes) -> bytes:
        """The raw signature of *data*. Raises `SignerUnavailableError` where a signer has to make it, and can't now."""
        if self._elsewhere is not None:
            return self._elsewhere.sign(data)
        return JWSRegistry.algorithms[self.algorithm].sign(data, self._jwk)

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Whether *signature* is this key's signature of *data*."""
        return JWSRegistry.algorithms[self.algorithm].verify(data, signature, self._jwk)


def _import(material: str | bytes | Mapping[str, object], key_type: type[Key]) -> Key:
    if key_type is not OctKey and not isinstance(material, Mapping) and to_bytes(material).lstrip().startswith(b"{"):
        material = json.loads(material)
    if isinstance(material, Mapping) and material.get("kty") != key_type.key_type:
        raise ValueError("a JWK of another type")
    if key_type is OctKey and not isinstance(material, Mapping) and b"-----BEGIN " in to_bytes(material):
        raise ValueError("a PEM document is no shared secret")
    with warnings.catch_warnings():
        # What joserfc warns of is refused here or is a system check (signet.W001).
        warnings.simplefilter("ignore", SecurityWarning)
        return key_type.import_key(
            dict(material) if isinstance(material, Mapping) else material  # type: ignore[arg-type]
        )


def _for_both(jwk: Key) -> Key:
    """*jwk*, where one that may sign verifies as well: what RFC 7517 section 4.3 says of a private half is of that."""
    if not jwk.is_private or "sign" not in (jwk.get("key_ops") or ()):
        return jwk
    return type(jwk).import_key({name: value for name, value in jwk.as_dict(private=True).items() if name != "key_ops"})


def _check_strength(jwk: Key, algorithm: str) -> None:
    if isinstance(jwk, RSAKey) and not MINIMUM_RSA_BITS <= jwk.raw_value.key_size <= MAXIMUM_RSA_BITS:
        raise ValueError("RSA key too short or too long")
    if algorithm == "EdDSA" and isinstance(jwk, OKPKey) and jwk.curve_name != "Ed25519":
        raise ValueError("this package supports Ed25519 alone for EdDSA")


def _wanted(key_type: type[Key]) -> str:
    words: Mapping[type[Key], str] = {
        OctKey: "a shared secret (a public or private key in PEM form isn't one)",
        RSAKey: f"an RSA key of {MINIMUM_RSA_BITS} to {MAXIMUM_RSA_BITS} bits in PEM or JWK form",
        ECKey: "a PEM or JWK key on the curve",
        OKPKey: "an Ed25519 key in PEM or JWK form",
    }
    return words[key_type]
