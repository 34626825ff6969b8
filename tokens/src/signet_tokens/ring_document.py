"""A ring of keys as a JWK Set (RFC 7517 section 5): to keep, with private parts and times; and to publish, without."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from signet_tokens.errors import KeyLoadError, TokenError
from signet_tokens.keys import SigningKey, is_symmetric
from signet_tokens.ring_key import RingKey, state
from signet_tokens.strict_json import load_object

TIMES: Final = {"iat": "published_at", "nbf": "signs_from", "exp": "verifies_until"}
"""Members of a JWK for the times of its key, in seconds since 1970, by the names that OpenID Federation 1.0 section 8.7
has for them. A ``nbf`` of null is a key of which nobody has decided yet when it signs."""


LATEST: Final = 253_402_300_799
"""The last second of the year 9999. A later time is in milliseconds, by mistake."""


def read_ring(document: str | bytes | Mapping[str, Any], algorithm: str) -> list[RingKey]:
    """
    The keys of a JWK Set, or of one JWK. A key without ``alg`` is for *algorithm*.

    Raises `KeyLoadError`, whose message holds nothing of *document*.
    """
    members = _members(document)
    keys = [_read(member, algorithm, number) for number, member in enumerate(members, start=1)]
    kids = [one.key.kid for one in keys]
    if len(set(kids)) < len(kids):
        raise KeyLoadError("Two keys of the set have the same kid.")
    return keys


def written_ring(keys: Iterable[RingKey]) -> dict[str, Any]:
    """*keys* as a JWK Set that `read_ring` reads, private parts and all. Keep it as you keep a password."""
    return {"keys": [_written(one) for one in keys]}


def published_set(keys: Sequence[RingKey], now: float) -> dict[str, Any]:
    """
    The public halves of those of *keys* that verify, or will: what other services fetch. A shared secret has none.
    """
    shown = [one.key for one in keys if state(one, keys, now).verifies and not is_symmetric(one.key.algorithm)]
    return {"keys": [key.public_jwk() for key in shown]}


def _members(document: str | bytes | Mapping[str, Any]) -> list[Any]:
    if isinstance(document, str | bytes):
        try:
            document = load_object(document.encode() if isinstance(document, str) else document)
        except TokenError:
            raise KeyLoadError("The keys are not a JWK Set, nor a JSON object.") from None
    members = document.get("keys", [document])
    if not isinstance(members, list) or not members:
        raise KeyLoadError("The JWK Set has no keys.")
    return members


def _read(member: Any, algorithm: str, number: int) -> RingKey:
    if not isinstance(member, Mapping):
        raise KeyLoadError(f"Key {number} of the set is no JWK.")
    try:
        times = {name: _time(member[claim]) for claim, name in TIMES.items() if claim in member}
        revoked = member.get("revoked")
        ended = (
            {}
            if revoked is None
            else {"compromised_at": _time(revoked["revoked_at"]), "reason": str(revoked.get("reason", ""))}
        )
    except (TypeError, ValueError, KeyError, AttributeError):
        raise KeyLoadError(f"Key {number} of the set has a time that is no number of seconds since 1970.") from None
    wanted = member.get("alg", algorithm)
    if not isinstance(wanted, str):
        raise KeyLoadError(f"Key {number} of the set has an alg that is no text.")
    try:
        return RingKey(SigningKey.load(_material(member), wanted), **times, **ended)  # type: ignore[arg-type]
    except KeyLoadError as error:
        raise KeyLoadError(f"Key {number} of the set: {error}") from None


def _material(member: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in member.items() if name not in TIMES and name != "revoked"}


def _time(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise TypeError
    if value is not None and not 0 <= value <= LATEST:
        raise ValueError
    return value


def _written(one: RingKey) -> dict[str, Any]:
    times = {claim: getattr(one, name) for claim, name in TIMES.items()}
    # Of the times, null means something for ``nbf`` alone.
    kept: dict[str, Any] = {claim: at for claim, at in times.items() if at is not None or claim == "nbf"}
    revoked = (
        {} if one.compromised_at is None else {"revoked": {"revoked_at": one.compromised_at, "reason": one.reason}}
    )
    return {**one.key.private_jwk(), **kept, **revoked}


def as_text(document: Mapping[str, Any]) -> str:
    """*document* as JSON that people can read."""
    return json.dumps(document, indent=2) + "\n"
