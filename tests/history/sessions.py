"""The sessions of a log: who opened each, what was asked about it, and what may have ended it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from tests.history.entry import CALL, ENDING, REFRESH, SET_PASSWORD, SIGN_IN, SIGN_OUT, Entry
from tests.history.operation import Operation, ending, operation_of

REVOKED: Final = frozenset({"session_revoked", "token_reused"})
"""Codes of a 401 that say that the row says so."""


@dataclass
class Told:
    """All that a log tells of one session. ``sign_in`` is None where the log began later."""

    name: str
    sign_in: Entry | None = None
    entries: list[Entry] = field(default_factory=list)
    ends: list[Operation] = field(default_factory=list)
    """What other sessions of the user did to it, or may have done."""

    surely_over: float = inf
    """When somebody was answered that it had ended."""

    ended_by: Entry | None = None

    known_over: float = inf
    """When somebody was answered that it had ended, or that it was over."""

    known_by: Entry | None = None

    def operations(self, late: float) -> Sequence[Operation]:
        """In the order in which they were sent."""
        own = (operation_of(one, late) for one in self.entries)
        return sorted((*filter(None, own), *self.ends), key=lambda one: one.sent)

    def add(self, entry: Entry) -> None:
        """*entry* is about this session."""
        self.entries.append(entry)
        if entry.kind == SIGN_IN and entry.status == 200:
            self.sign_in = entry
        if entry.kind in {REFRESH, CALL} and entry.status == 401 and entry.code in REVOKED:
            self.know(entry)

    def end(self, entry: Entry) -> None:
        """*entry* was answered with the end of this session."""
        if entry.ended < self.surely_over:
            self.surely_over, self.ended_by = entry.ended, entry
        self.know(entry)

    def know(self, entry: Entry) -> None:
        """*entry* was answered by somebody who knew of the end of this session."""
        if entry.ended < self.known_over:
            self.known_over, self.known_by = entry.ended, entry


def sessions_in(entries: Sequence[Entry], late: float) -> Mapping[str, Told]:
    """The sessions, by their names."""
    found: dict[str, Told] = {}
    for one in entries:
        if one.session:
            found.setdefault(one.session, Told(one.session)).add(one)
    of_user = defaultdict[str, list[Told]](list)
    for told in found.values():
        if told.sign_in is not None:
            of_user[told.sign_in.user].append(told)
    for one in entries:
        if one.kind in ENDING and one.session and not one.spoiled:
            _end(one, found[one.session], of_user[one.user], late)
    return found


def _end(entry: Entry, own: Told, of_user: Sequence[Told], late: float) -> None:
    """What *entry* ends: its own session, or others of its user."""
    is_done = entry.is_answered and entry.status is not None and entry.status < 300
    if entry.is_answered and not is_done:
        return
    if is_done and entry.kind != SET_PASSWORD:
        own.end(entry)
    if entry.kind == SIGN_OUT:
        return
    before = [one for one in own.entries if one is not entry and one.kind in ENDING and one.sent < entry.ended]
    # Whoever has signed out before signs nobody else out. One of several that are alike did, whichever it was.
    is_telling = all(one.kind == entry.kind for one in before)
    first = min((one.sent for one in before), default=entry.sent)
    for other in of_user:
        if other is own or other.sign_in is None or other.sign_in.sent > entry.ended:
            continue
        is_certain = is_done and is_telling and other.sign_in.ended < min(first, entry.sent)
        other.ends.append(ending(entry, late, is_certain=is_certain))
        if is_certain:
            other.end(entry)
