"""The keys that ``JWT_AUTH`` names, in each of the forms that the old packages take, as a ring of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol, runtime_checkable

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from drf_signet.errors import KeyLoadError, NoSigningKeyError
from drf_signet_compat.drf_jwt.errors import NotAcceptedError
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey


@runtime_checkable
class PrivateKey(Protocol):
    """A private key object of ``cryptography``."""

    def private_bytes(self, encoding: Encoding, format: PrivateFormat, encryption_algorithm: NoEncryption) -> bytes:
        """The key, written out."""
        ...


@runtime_checkable
class PublicKey(Protocol):
    """A public key object of ``cryptography``."""

    def public_bytes(self, encoding: Encoding, format: PublicFormat) -> bytes:
        """The key, written out."""
        ...


Key = str | bytes | PrivateKey | PublicKey
"""A secret, a PEM document, or a key object of ``cryptography``."""

Keys = Key | Mapping[str, Key] | Sequence[Key]
"""One key; several by the name that ``kid`` carries; or several without names. The first signs."""


def named(keys: Keys | None) -> list[tuple[str | None, Key]]:
    """*keys* one by one, each with its name if it has one."""
    if keys is None:
        return []
    if isinstance(keys, Mapping):
        return list(keys.items())
    if isinstance(keys, list | tuple):
        return [(None, one) for one in keys]
    return [(None, keys)]  # type: ignore[list-item]  # a string is a sequence, too, and is one key


def load(key: Key, algorithm: str) -> SigningKey:
    """*key* for *algorithm*, under the thumbprint. Raises `KeyLoadError`."""
    return _load(_material(key), algorithm)


def signing_key(keys: Keys | None, algorithm: str) -> tuple[str | None, SigningKey]:
    """The key that signs, and its name. Raises `NoSigningKeyError`, or `KeyLoadError`."""
    for name, key in named(keys)[:1]:
        loaded = load(key, algorithm)
        if loaded.can_sign:
            return name, loaded
    raise NoSigningKeyError


class NamedKeys(KeyRing):
    """
    The keys that verify tokens of one algorithm.

    A token that names its key is tried with that one alone, where keys have names at all. Any other is tried with
    each, unless *insist_on_name*.
    """

    def __init__(self, keys: Keys | None, algorithm: str, *, insist_on_name: bool = False) -> None:
        loaded = [replace(key, kid=name or "") for name, key in _usable(keys, algorithm)]
        super().__init__(loaded)
        self._algorithm = algorithm
        self._have_names = isinstance(keys, Mapping)
        self._insist_on_name = insist_on_name

    def candidates(self, algorithm: str, kid: str | None) -> tuple[SigningKey, ...]:
        """The keys that may have signed. Raises `NotAcceptedError` where the header rules out all of them."""
        if algorithm != self._algorithm:
            raise NotAcceptedError(known_as="InvalidAlgorithmError")
        if not self._have_names:
            return self.keys
        found = self.keys if not self._insist_on_name else ()
        if kid:
            found = tuple(key for key in self.keys if key.kid == kid)
        if not found:
            raise NotAcceptedError
        return found


def _usable(keys: Keys | None, algorithm: str) -> list[tuple[str | None, SigningKey]]:
    usable = []
    for name, key in named(keys):
        try:
            usable.append((name, load(key, algorithm)))
        except KeyLoadError:
            # Keys of several algorithms may stand in one list; that none fits is a system check.
            continue
    return usable


def _material(key: Key) -> str | bytes:
    if isinstance(key, str | bytes):
        return key
    if isinstance(key, PrivateKey):
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if isinstance(key, PublicKey):
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # No check has looked at what JWT_GET_USER_SECRET_KEY returns, which may be a list of None.
    raise KeyLoadError("The key is not a string, bytes or a key object.")


@lru_cache(maxsize=256)
def _load(material: str | bytes, algorithm: str) -> SigningKey:
    return SigningKey.load(material, algorithm)
