"""A key of a ring, and what it is at a time: published, signing, verifying, or over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from signet_tokens.keys import SigningKey

__all__ = ["KeyState", "RingKey"]


class KeyState(StrEnum):
    """What a key is for, at one time."""

    PENDING = "pending"
    """Published, so that verifiers have it before it signs."""

    ACTIVE = "active"
    """Signs new tokens. A ring has one such key at most."""

    RETIRING = "retiring"
    """Verifies the tokens that it signed, for as long as they live."""

    RETIRED = "retired"
    """Its last token has expired."""

    COMPROMISED = "compromised"
    """Somebody else may have it. No token that it signed is accepted."""

    @property
    def verifies(self) -> bool:
        """Whether tokens that such a key signed are accepted, so that verifiers have to know it."""
        return self in (KeyState.PENDING, KeyState.ACTIVE, KeyState.RETIRING)


@dataclass(frozen=True, slots=True)
class RingKey:
    """A key with its times, each in seconds since 1970 (NumericDate, RFC 7519 section 2)."""

    key: SigningKey
    published_at: float | None = None
    """Since when verifiers can have it; None: for ever."""

    signs_from: float | None = 0.0
    """From when on it signs, unless a later one does; None: nobody has decided that yet."""

    verifies_until: float | None = None
    """When it ends; None: nobody has decided that yet."""

    compromised_at: float | None = None
    """When somebody said that others may have it."""

    reason: str = ""
    """Why it is compromised, for the people who run the service."""

    def has_started(self, now: float) -> bool:
        """Whether it is old enough to sign."""
        return self.signs_from is not None and self.signs_from <= now

    def is_over(self, now: float) -> bool:
        """Whether nothing that it signed is accepted any more."""
        return self.compromised_at is not None or (self.verifies_until is not None and self.verifies_until <= now)

    def next_change(self, now: float) -> float | None:
        """When it will be something else, if nobody decides otherwise; None: never."""
        return min((at for at in (self.signs_from, self.verifies_until) if at is not None and at > now), default=None)


def active(keys: Iterable[RingKey], now: float) -> RingKey | None:
    """The key that signs: of those that may, the one that started last. Of several, the first."""
    able = [one for one in keys if one.has_started(now) and not one.is_over(now) and one.key.can_sign]
    return max(able, key=lambda one: one.signs_from or 0.0, default=None)


def in_use(keys: Sequence[RingKey], now: float) -> RingKey | None:
    """
    The key that signs; where no key may sign yet, the one whose time comes first.

    The clock that says "not yet" was set back, or is behind that of the machine where somebody rotated.
    """
    able = [one for one in keys if one.signs_from is not None and one.key.can_sign and not one.is_over(now)]
    return active(able, now) or min(able, key=lambda one: one.signs_from or 0.0, default=None)


def state(one: RingKey, keys: Iterable[RingKey], now: float) -> KeyState:
    """What *one* of *keys* is for."""
    if one.compromised_at is not None:
        return KeyState.COMPROMISED
    if one.is_over(now):
        return KeyState.RETIRED
    if not one.has_started(now):
        return KeyState.PENDING
    return KeyState.ACTIVE if one is active(keys, now) else KeyState.RETIRING
