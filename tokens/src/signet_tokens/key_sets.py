"""
Which members of a JWK Set (RFC 7517 section 5) are keys for us, and which of those a token means.

Neither Django nor REST framework is known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from signet_tokens.errors import KeyLoadError, TokenError
from signet_tokens.keys import SigningKey, is_symmetric
from signet_tokens.reasons import SHOWN, shown
from signet_tokens.strict_json import load_object

MAXIMUM_KEYS: Final = 100


def read_key_set(document: bytes, algorithm: str) -> Mapping[str, SigningKey]:
    """
    The usable keys of a JWK Set, by ``kid``, or by thumbprint where they have none. Keys for other uses or algorithms
    are left out (RFC 7517 section 5), and so are different keys of one name.

    There may be none: an issuer that withdraws its only key has to be believed. Raises `ValueError` for what is no
    key set.
    """
    keys: dict[str, SigningKey] = {}
    repeated: set[str] = set()
    for member in _members(document)[:MAXIMUM_KEYS]:
        key = _read_key(member, algorithm)
        if key is not None and keys.get(key.kid, key) != key:
            repeated.add(key.kid)
        elif key is not None:
            keys[key.kid] = key
    return {kid: key for kid, key in keys.items() if kid not in repeated}


def meant(keys: Mapping[str, SigningKey], kid: str | None) -> SigningKey | None:
    """
    The one of *keys* that a token with that ``kid``, or without one, can mean; None where there are none or several.

    A key that its issuer gave no name can be meant by any (RFC 7517 section 4.5).
    """
    if kid is not None and kid in keys:
        return keys[kid]
    fitting = [key for key in keys.values() if kid is None or key.name is None]
    return fitting[0] if len(fitting) == 1 else None


def why_none(document: bytes, algorithm: str) -> str:
    """Why there is no usable key in *document*, in words. Raises `ValueError` for what is no key set."""
    members = _members(document)
    if not members:
        return "it has no keys"
    kinds = [_kind(one) for one in members[:SHOWN]]
    return f"none of its {len(members)} keys is for {algorithm}: {'; '.join(dict.fromkeys(kinds))}"


def _members(document: bytes) -> Sequence[object]:
    try:
        found = load_object(document)
    except TokenError:
        raise ValueError("not a JWK Set, nor a JSON object") from None
    members = found.get("keys")
    if isinstance(members, list):
        return members
    raise ValueError(f"not a JWK Set: {_instead(found)}")


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


def _read_key(member: object, algorithm: str) -> SigningKey | None:
    if not isinstance(member, dict) or not isinstance(member.get("kid"), str | None):
        return None
    if member.get("use", "sig") != "sig" or member.get("alg", algorithm) != algorithm:
        return None
    if is_symmetric(algorithm) or "d" in member:
        # A secret that was published is known to everybody.
        return None
    # A null is how some programs write that there is no name.
    named = {name: value for name, value in member.items() if name != "kid" or value is not None}
    try:
        return SigningKey.load(named, algorithm)
    except KeyLoadError:
        return None
