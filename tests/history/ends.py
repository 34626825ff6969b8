"""Promises about what comes after an answer: a session that ended stays so, and a password that was set is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from tests.history.entry import CALL, FEED, REFRESH, SET_PASSWORD, SIGN_IN, VERIFY, Entry
from tests.history.sessions import Told
from tests.history.violation import Violation

LOST_SIGN_OUT: Final = "lost_sign_out"
ACCEPTED_AFTER_END: Final = "accepted_after_end"
LOST_PASSWORD: Final = "lost_password"  # a name
SPOILED_ACCEPTED: Final = "spoiled_token_accepted"

LIST_AGE: Final = 1.0
"""Seconds for which the service may answer the list of ended sessions that it has."""


def about_ends(
    entries: Sequence[Entry], sessions: Mapping[str, Told], poll_interval: float, slack: float
) -> Iterator[Violation]:
    """A list of ended sessions is at most *poll_interval* seconds old, and *slack* on a busy machine."""
    for told in sessions.values():
        yield from _after_end(told, entries, poll_interval, slack)
    accounts = sorted((one for one in entries if one.kind in {SIGN_IN, SET_PASSWORD}), key=attrgetter("user", "sent"))
    for _, group in groupby(accounts, attrgetter("user")):
        yield from _about_passwords(list(group))
    for one in entries:
        if one.spoiled and one.status is not None and one.status < 300:
            yield Violation(SPOILED_ACCEPTED, "the signature of this token was changed", [one])


def _after_end(told: Told, entries: Sequence[Entry], poll_interval: float, slack: float) -> Iterator[Violation]:
    for one in told.entries:
        if one.status is None or one.status >= 300:
            continue
        if told.ended_by is not None and one.sent > told.surely_over:
            later = f"{one.sent - told.surely_over:.3f} s after its session ended"
            if one.kind == REFRESH:
                yield Violation(LOST_SIGN_OUT, f"a refresh, {later}", [told.ended_by, one])
            elif one.kind == CALL and one.sent > told.surely_over + _allowed(one, poll_interval, slack):
                yield Violation(ACCEPTED_AFTER_END, f"an access token, {later}", [told.ended_by, one])
        known = told.known_over
        if told.known_by is not None and _is_late_elsewhere(one, known + poll_interval + slack, known, entries):
            later = f"{one.sent - known:.3f} s after its session was known to be over"
            yield Violation(ACCEPTED_AFTER_END, f"an access token elsewhere, {later}", [told.known_by, one])


def _allowed(call: Entry, poll_interval: float, slack: float) -> float:
    return 0.0 if call.tier == "live" else poll_interval + slack


def _is_late_elsewhere(call: Entry, latest: float, end: float, entries: Sequence[Entry]) -> bool:
    """Later than *latest*, unless the verifier tried since the *end* to get a newer list, and couldn't."""
    if call.kind != VERIFY or call.sent <= latest:
        return False
    polls = [
        one
        for one in entries
        if one.kind == FEED and one.who == call.who.partition(".")[0] and end <= one.ended <= call.sent
    ]
    is_informed = any(one.sent > end + LIST_AGE and one.status in {200, 304} for one in polls)
    return is_informed or not any(one.status not in {200, 304} for one in polls)


def _about_passwords(entries: Sequence[Entry]) -> Iterator[Violation]:
    """The *entries* of one user, whose passwords are numbered. A change without an answer may have been made."""
    possible, proof = {0}, list[Entry]()
    for one in entries:
        if one.password is None or one.status is None or one.status >= 500:
            possible |= {one.password} if one.kind == SET_PASSWORD and one.password is not None else set()
            continue
        if one.kind == SET_PASSWORD and one.status < 300:
            possible, proof = {one.password}, [one]
        elif one.kind == SIGN_IN and one.status == 200:
            if one.password not in possible:
                yield Violation(LOST_PASSWORD, "the password before was accepted", [*proof, one])
            possible = {one.password}
        elif one.kind == SIGN_IN and one.code == "no_active_account":
            if possible == {one.password}:
                yield Violation(LOST_PASSWORD, "the right password was refused", [*proof, one])
            possible -= {one.password}
