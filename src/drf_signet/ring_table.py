"""The keys of a ring for people and for machines: what each is for, since when, and what may be done with it when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from signet_tokens.ring_changes import HISTORY, Waits, end_of_tokens, known_to_all_at, moment, pending
from signet_tokens.ring_key import KeyState, RingKey, state

HEAD: Final = ("STATE", "KID", "ALGORITHM", "SINCE", "UNTIL", "NEXT")


class Outlook(NamedTuple):
    """What may be done with a key next, and from when on."""

    verb: str | None
    at: float | None
    words: str


def table(keys: Sequence[RingKey], now: float, waits: Waits) -> Iterator[str]:
    """The lines of a table with a row for each key."""
    rows = [HEAD, *(_row(one, keys, now, waits) for one in keys)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def described(keys: Sequence[RingKey], now: float, waits: Waits) -> list[dict[str, Any]]:
    """The same for machines: times in seconds since 1970."""
    return [_described(one, outlook(one, keys, now, waits), state(one, keys, now)) for one in keys]


def outlook(one: RingKey, keys: Sequence[RingKey], now: float, waits: Waits) -> Outlook:
    """What may be done with *one* of *keys* next."""
    match state(one, keys, now):
        case KeyState.PENDING if one is not pending(keys, now):
            return Outlook(None, one.signs_from, "its turn comes after the other one")
        case KeyState.PENDING:
            return _when("rotate", known_to_all_at(one, waits), now)
        case KeyState.ACTIVE:
            waiting = pending(keys, now)
            if waiting is None:
                return Outlook("generate", now, "generate a successor at any time")
            return Outlook("rotate", known_to_all_at(waiting, waits), "a successor is pending")
        case KeyState.RETIRING:
            return _when("retire", end_of_tokens(one, keys, now, waits), now)
        case _:
            forgotten = (one.compromised_at or one.verifies_until or now) + HISTORY
            return Outlook(None, forgotten, f"listed until {moment(forgotten)}")


def _when(verb: str, at: float, now: float) -> Outlook:
    return Outlook(verb, at, f"{verb} at any time" if at <= now else f"{verb} from {moment(at)}")


def _row(one: RingKey, keys: Sequence[RingKey], now: float, waits: Waits) -> tuple[str, ...]:
    kind = state(one, keys, now)
    since = {
        KeyState.PENDING: one.published_at,
        KeyState.RETIRED: one.verifies_until,
        KeyState.COMPROMISED: one.compromised_at,
    }.get(kind, one.signs_from)
    until = one.verifies_until if kind is KeyState.RETIRING else None
    words = outlook(one, keys, now, waits).words
    said = f"{words} ({one.reason})" if one.reason else words
    return (str(kind), one.key.kid, one.key.algorithm, _shown(since), _shown(until), said)


def _shown(at: float | None) -> str:
    return moment(at) if at else "-"


def _described(one: RingKey, next_: Outlook, kind: KeyState) -> dict[str, Any]:
    return {
        "kid": one.key.kid,
        "algorithm": one.key.algorithm,
        "state": str(kind),
        "published_at": one.published_at,
        "signs_from": one.signs_from,
        "verifies_until": one.verifies_until,
        "compromised_at": one.compromised_at,
        "reason": one.reason,
        "next": next_.verb,
        "next_at": next_.at,
    }
