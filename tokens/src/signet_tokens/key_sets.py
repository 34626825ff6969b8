"""
Which members of a JWK Set (RFC 7517 section 5) are keys for us, and which of those a token means.

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from signet_tokens.errors import KeyLoadError, TokenError
from signet_tokens.keys import KEY_TYPES, SigningKey
from signet_tokens.reasons import SHOWN, listed, shown
from signet_tokens.strict_json import load_object

MAXIMUM_KEYS: Final = 100

PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
"""What only the owner of a key knows (RFC 7518 sections 6.2.2, 6.3.2 and 6.4; ``priv`` is that of newer types)."""

CURVES: Final[Mapping[str, str]] = {
    "ES256": "P-256",
    "ES384": "P-384",
    "ES512": "P-521",
    "EdDSA": "Ed25519",
    "Ed25519": "Ed25519",
}

Keys = Mapping[str, SigningKey]
"""Keys for one algorithm by ``kid``, or by thumbprint where they have none."""


class KeySet(NamedTuple):
    """What was found in a JWK Set."""

    keys: Mapping[str, Keys]
    """The usable keys, by algorithm. A key that doesn't say its ``alg`` is there for each that it fits."""

    dropped: tuple[str, ...]
    """Keys that are meant for us and can't be used, each with the reason, in words."""

    of_other_kinds: tuple[str, ...]
    """Keys for other uses and algorithms, in words."""

    def of(self, algorithm: str) -> Keys:
        """The keys for *algorithm*."""
        return self.keys.get(algorithm, {})

    def every(self) -> tuple[SigningKey, ...]:
        """All of them."""
        return tuple(key for keys in self.keys.values() for key in keys.values())


def read_key_set(document: bytes, algorithms: Collection[str]) -> KeySet:
    """
    The keys of a JWK Set for *algorithms*, each bound to one of them.

    Keys for other uses and algorithms, and keys that can't be used, are left out (RFC 7517 section 5). There may be
    none: an issuer that withdraws its only key has to be believed. Raises `ValueError` for what is no key set, for more
    than `MAXIMUM_KEYS` keys, for a set that gives a name twice, and for one that holds a secret: whoever writes
    such a document doesn't know what they publish.
    """
    members = _members(document)
    _check_public(members)
    keys: dict[str, dict[str, SigningKey]] = {algorithm: {} for algorithm in algorithms}
    dropped: list[str] = []
    others: list[str] = []
    for member in members:
        fitting = list(_fitting(member, algorithms))
        try:
            for algorithm in fitting:
                _add(keys[algorithm], SigningKey.load(_named(member), algorithm))
        except KeyLoadError as error:
            dropped.append(f"{_kind(member)}: {error}")
        if not fitting:
            others.append(_kind(member))
    return KeySet(keys, tuple(dropped), tuple(others))


def meant(keys: Keys, kid: str | None) -> SigningKey | None:
    """
    The one of *keys* that a token with that ``kid``, or without one, can mean; None where there are none or several.

    A key that its issuer gave no name can be meant by any (RFC 7517 section 4.5).
    """
    if kid is not None and kid in keys:
        return keys[kid]
    fitting = [key for key in keys.values() if kid is None or key.name is None]
    return fitting[0] if len(fitting) == 1 else None


def why_none(found: KeySet, algorithms: Collection[str]) -> str:
    """Why *found* has no usable key, in words."""
    members = [*found.dropped, *found.of_other_kinds]
    if not members:
        return "it has no keys"
    kinds = "; ".join(dict.fromkeys(members[:SHOWN]))
    return f"none of its {len(members)} keys is for {' or '.join(algorithms)}: {kinds}"


def _members(document: bytes) -> Sequence[object]:
    try:
        found = load_object(document)
    except TokenError:
        raise ValueError("not a JWK Set, nor a JSON object without repeated names") from None
    members = found.get("keys")
    if not isinstance(members, list):
        raise ValueError(f"not a JWK Set: {_instead(found)}")
    if len(members) > MAXIMUM_KEYS:
        raise ValueError(f"it has {len(members)} keys, but the limit is {MAXIMUM_KEYS}")
    return members


def _check_public(members: Sequence[object]) -> None:
    for member in members:
        if isinstance(member, dict) and (private := PRIVATE_MEMBERS & member.keys()):
            raise ValueError(f"it publishes a secret: the key {shown(member.get('kid'))} has {listed(private)}")


def _add(keys: dict[str, SigningKey], key: SigningKey) -> None:
    if keys.setdefault(key.kid, key) != key:
        raise ValueError(f"two of its keys have the kid {shown(key.kid)}")


def _instead(found: Mapping[str, Any]) -> str:
    if isinstance(url := found.get("jwks_uri"), str):
        return f"it is the metadata of an issuer; set JWK_URL to {shown(url)}"
    if isinstance(found.get("kty"), str):
        return "it is a single key, which belongs in the list 'keys' of an object"
    if any("-----BEGIN CERTIFICATE" in str(one) for one in found.values()):
        return "it is a map of certificates; the same issuer publishes a JWK Set elsewhere"
    return "it has no list 'keys'"


def _kind(member: object) -> str:
    if not isinstance(member, dict):
        return "not an object"
    said = (f"{name} {shown(member[name])}" for name in ("kty", "crv", "alg", "use") if name in member)
    return ", ".join(said) or "without kty"


def _fitting(member: object, algorithms: Collection[str]) -> Iterator[str]:
    """Those of *algorithms* that *member* says it is for: by its ``kty``, ``crv``, ``alg``, ``use`` and ``key_ops``."""
    if not isinstance(member, dict) or member.get("use", "sig") != "sig":
        return
    operations = member.get("key_ops", ["verify"])
    if isinstance(operations, list) and "verify" not in operations:
        return
    for algorithm in algorithms:
        is_kind = member.get("kty") == KEY_TYPES[algorithm].key_type
        on_curve = algorithm not in CURVES or member.get("crv") == CURVES[algorithm]
        if is_kind and on_curve and member.get("alg", algorithm) == algorithm:
            yield algorithm


def _named(member: Any) -> Mapping[str, object]:
    if not isinstance(member.get("kid"), str | None):
        raise KeyLoadError("Its kid is not a string.")
    # A null is how some programs write that there is no name.
    return {name: value for name, value in member.items() if name != "kid" or value is not None}
