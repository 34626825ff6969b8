"""A request about one session, as the model sees it: when, with what, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.history.entry import CALL, FEED, REFRESH, SET_PASSWORD, SIGN_IN, SIGN_OUT_ALL, VERIFY, Entry
from tests.history.row import (
    DONE,
    ISSUED,
    OVER,
    REUSED,
    SUPERSEDED,
    WAIT,
    Ages,
    Outcome,
    Row,
    Rules,
    Step,
    refresh,
    sign_out,
    sign_out_everywhere,
)

LOOK: Final = "look"
ALIVE: Final = "alive"
"""The outcome of a look at a session that isn't over."""

END: Final = "end"

OF_THE_SESSION: Final = frozenset(
    {
        *("session_revoked", "session_expired", "session_not_found", "session_mismatch", "session_user_mismatch"),
        *("token_reused", "password_changed", "user_inactive", "user_not_found", "token_not_valid"),
    }
)
"""Codes and reasons of a 401 that say that a session is over."""

WAITS: Final = "token_not_yet_valid"

BESIDE: Final = frozenset({SIGN_IN, SET_PASSWORD, FEED})
"""They leave their own session as it is."""


class Operation(NamedTuple):
    """
    *kind* is that of the entry, ``LOOK``, or ``END`` for what another session of the user did to this one.

    ``outcome`` is None where nothing says whether it was done. Then it may be done until *latest*.
    """

    number: int
    kind: str
    presented: int | None
    outcome: Outcome | None
    sent: float
    answered: float
    latest: float
    entry: Entry

    def steps(self, row: Row, written: Ages, until: float, rules: Rules) -> Iterator[Step]:
        """Its possible outcomes before *until*, on *row*, which was *written* at some time in that range."""
        if self.kind == LOOK:
            yield Step(Outcome(OVER if row.is_over else ALIVE), row)
        elif self.presented is None or self.kind not in {REFRESH, SIGN_OUT_ALL}:
            yield sign_out(row)
        else:
            ages = Ages(self.sent - written.most, min(self.answered, until) - written.least)
            act = refresh if self.kind == REFRESH else sign_out_everywhere
            yield from act(self.presented, row, ages, rules)


def operation_of(entry: Entry, late: float) -> Operation | None:
    """What *entry* does to its session; None if it shows nothing about that, or was refused before."""
    kind, outcome = entry.kind, _outcome_of(entry)
    if entry.spoiled or entry.status == 429 or kind in BESIDE:
        return None
    if kind in {CALL, VERIFY}:
        seen = _seen_by(entry)
        return None if seen is None else _made(entry, LOOK, Outcome(seen), late)
    return _made(entry, kind, outcome, late)


def ending(entry: Entry, late: float, *, is_certain: bool) -> Operation:
    """What *entry*, of another session, does to this one."""
    return _made(entry, END, Outcome(DONE) if is_certain else None, late)


def _made(entry: Entry, kind: str, outcome: Outcome | None, late: float) -> Operation:
    latest = entry.ended + late if outcome is None else entry.ended
    answered = latest if outcome is None else entry.ended
    return Operation(entry.number, kind, entry.presented, outcome, entry.sent, answered, latest, entry)


def _seen_by(entry: Entry) -> str | None:
    """What *entry* shows of the session that it doesn't change; None where it was answered without a look at it."""
    if not entry.is_answered:
        return None
    if entry.status == 401 and entry.code in OF_THE_SESSION:
        return OVER
    return ALIVE if entry.tier == "live" and entry.status == 200 else None


def _outcome_of(entry: Entry) -> Outcome | None:
    if entry.code == WAITS:
        return Outcome(WAIT)
    if not entry.is_answered:
        return None
    if entry.status is not None and entry.status < 300:
        return Outcome(ISSUED, entry.received) if entry.kind == REFRESH else Outcome(DONE)
    if entry.status == 409:
        return Outcome(SUPERSEDED)
    return Outcome(REUSED if entry.code == "token_reused" else OVER)
