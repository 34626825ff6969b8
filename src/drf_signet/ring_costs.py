"""What a change of keys costs that is made too early, in plain words: who is refused, and for how long."""

from __future__ import annotations

from typing import Final

from drf_signet.errors import KeyChangeRefusedError
from signet_tokens.ring_changes import Keys, Waits, end_of_tokens, known_to_all_at, named
from signet_tokens.ring_key import KeyState, RingKey, state

UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def cost_of_signing(one: RingKey, now: float, waits: Waits) -> str | None:
    """What it costs that *one* signs at *now*; None where every verifier has it."""
    early = known_to_all_at(one, waits) - now
    if early <= 0:
        return None
    return f"Other services may refuse new tokens for up to {in_words(early)}, until they have fetched the key."


def cost_of_retiring(kid: str, keys: Keys, now: float, waits: Waits) -> str | None:
    """What it costs to retire the one of *keys* of that *kid*; None where none of its tokens lives."""
    try:
        one = named(keys, kid)
    except KeyChangeRefusedError:
        return None
    left = end_of_tokens(one, keys, now, waits) - now
    if state(one, keys, now) is not KeyState.RETIRING or left <= 0:
        return None
    return (
        f"Its tokens are refused from then on, up to {in_words(left)} before they expire. "
        "Users who have no newer one sign in again."
    )


def in_words(seconds: float) -> str:
    """How long that is, in whole units, rounded up."""
    unit, size = next(((unit, size) for unit, size in UNITS if seconds >= 2 * size), UNITS[-1])
    count = int(-(-seconds // size))
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
