"""
What an operator does to a ring of keys: `generate`, `rotate`, `retire`, `compromise`.

Each takes the keys as they are and answers with the keys as they will be. Each refuses what would make a client fail,
and says when it will be possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from signet_tokens.errors import KeyChangeRefusedError
from signet_tokens.keys import SigningKey
from signet_tokens.ring_key import KeyState, RingKey, active, state

Keys = Sequence[RingKey]

HISTORY: Final = timedelta(days=30).total_seconds()
"""Seconds for which a ring remembers that a key is over."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long verifiers may go without the newest keys, and how long tokens live; both in seconds."""

    publication: float
    longest_lifetime: float


def generate(keys: Keys, new: SigningKey, now: float, waits: Waits) -> Keys:
    """
    *keys* with *new*, which verifiers can fetch from now on. In a ring where no key signs, it signs at once.

    Raises `KeyChangeRefusedError` where there is a pending key already.
    """
    if waiting := pending(keys, now):
        raise KeyChangeRefusedError(f"The key {waiting.key.kid} is pending. Rotate to it, or retire it first.")
    signs_from = None if active(keys, now) else now
    return [*_tidied(keys, now), RingKey(new, published_at=now, signs_from=signs_from)]


def rotate(keys: Keys, now: float, waits: Waits, *, emergency: bool = False) -> Keys:
    """
    *keys*, where the pending one signs from now on, and the active one verifies for as long as its tokens live.

    Raises `KeyChangeRefusedError` where there is no pending key, or where verifiers may not have it yet. In an
    *emergency*, verifiers that don't have it refuse its tokens until they fetch the keys again.
    """
    new = pending(keys, now)
    if new is None:
        raise KeyChangeRefusedError("There is no pending key to rotate to. Generate one first.")
    known_to_all = known_to_all_at(new, waits)
    if now < known_to_all and not emergency:
        raise KeyChangeRefusedError(
            f"Verifiers may not have the key {new.key.kid} yet, and would refuse its tokens. "
            f"Rotate at {moment(known_to_all)} or later."
        )
    return _tidied(_started(keys, new, now, waits), now)


def retire(keys: Keys, kid: str, now: float, *, waits: Waits, emergency: bool = False) -> Keys:
    """
    *keys*, where the one of that *kid* is over.

    Raises `KeyChangeRefusedError` for the key that signs, and while tokens live that it signed. In an *emergency*,
    these are refused from now on.
    """
    one = named(keys, kid)
    match state(one, keys, now):
        case KeyState.ACTIVE:
            raise KeyChangeRefusedError(f"The key {kid} signs. Rotate to another one first.")
        case KeyState.RETIRING if now < (end := end_of_tokens(one, keys, now, waits)) and not emergency:
            raise KeyChangeRefusedError(f"Tokens that the key {kid} signed live until {moment(end)}. Retire it then.")
        case KeyState.RETIRED | KeyState.COMPROMISED:
            return [each for each in keys if each is not one]
    return _tidied([replace(each, verifies_until=now) if each is one else each for each in keys], now)


def compromise(keys: Keys, kid: str, now: float, *, reason: str, successor: SigningKey | None) -> Keys:
    """
    *keys*, where no token that the one of that *kid* signed is accepted any more.

    If it signs, the pending key takes its place at once, or otherwise *successor*. Raises `KeyChangeRefusedError`
    where there is neither, and for a key that is compromised already: its first time and reason stay.
    """
    one = named(keys, kid)
    if one.compromised_at is not None:
        raise KeyChangeRefusedError(f"The key {one.key.kid} is compromised since {moment(one.compromised_at)}.")
    was_active = state(one, keys, now) is KeyState.ACTIVE
    spoilt = [replace(each, compromised_at=now, reason=reason) if each is one else each for each in keys]
    if was_active:
        new = pending(spoilt, now)
        if new is None and successor is None:
            raise KeyChangeRefusedError(f"The key {kid} signs, and there is no other key to take its place.")
        if new is None and successor is not None:
            spoilt.append(RingKey(successor, published_at=now, signs_from=now))
        spoilt = [replace(each, signs_from=now) if each is new else each for each in spoilt]
    return _tidied(spoilt, now)


def named(keys: Keys, kid: str) -> RingKey:
    """The one of that *kid*, or of the only one that begins so. Raises `KeyChangeRefusedError`."""
    found = [each for each in keys if each.key.kid == kid] or [each for each in keys if each.key.kid.startswith(kid)]
    if not kid or len(found) != 1:
        known = ", ".join(each.key.kid for each in keys) or "none"
        raise KeyChangeRefusedError(f"No single key is called {kid!r}. The keys are: {known}.")
    return found[0]


def moment(at: float) -> str:
    """*at*, seconds since 1970, as people read it."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"


def pending(keys: Keys, now: float) -> RingKey | None:
    """The key that the next rotation is to."""
    return next((each for each in keys if state(each, keys, now) is KeyState.PENDING), None)


def _started(keys: Keys, new: RingKey, now: float, waits: Waits) -> Keys:
    old = active(keys, now)
    end = now + waits.longest_lifetime
    return [
        replace(each, signs_from=now) if each is new else replace(each, verifies_until=end) if each is old else each
        for each in keys
    ]


def known_to_all_at(one: RingKey, waits: Waits) -> float:
    """From when on every verifier has *one*."""
    return (one.published_at or 0.0) + waits.publication


def end_of_tokens(one: RingKey, keys: Keys, now: float, waits: Waits) -> float:
    """When the last token expires that *one* signed before another key took its place."""
    if one.verifies_until is not None:
        return one.verifies_until
    started = [each.signs_from for each in keys if each.signs_from is not None and each.has_started(now)]
    return min((at for at in started if at > (one.signs_from or 0)), default=now) + waits.longest_lifetime


def _tidied(keys: Keys, now: float) -> Keys:
    """Without private parts that nobody needs, and without what was over long ago."""
    kept = [each for each in keys if (each.compromised_at or each.verifies_until or now) > now - HISTORY]
    return [replace(each, key=each.key.public) if _only_verifies(each, kept, now) else each for each in kept]


def _only_verifies(one: RingKey, keys: Keys, now: float) -> bool:
    return state(one, keys, now) not in (KeyState.PENDING, KeyState.ACTIVE)
