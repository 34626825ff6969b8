"""The checker: from a log to the promises that it shows to be broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.history.answers import about_answers
from tests.history.ends import ACCEPTED_AFTER_END, about_ends
from tests.history.entry import FAULT, REFRESH, SIGN_IN, Entry, read
from tests.history.linear import Search, Unexplained
from tests.history.operation import ALIVE
from tests.history.row import ISSUED, REUSED, SUPERSEDED, WAIT, Row, Rules
from tests.history.sessions import Told, sessions_in
from tests.history.violation import Violation

SIGNED_OUT: Final = "honest_client_signed_out"
LOST_SIGN_IN: Final = "lost_sign_in"
SHARED_SESSION: Final = "shared_session"
SEVERAL_SUCCESSORS: Final = "several_successors"
SEVERAL_LIVE: Final = "several_live_generations"
LOST_REFRESH: Final = "lost_refresh"
REFRESHED_AFTER_END: Final = "refreshed_after_end"
UNEXPLAINED: Final = "unexplained_answer"

NEWEST: Final = 12
"""Lines before the last one that a proof shows."""


def check(
    log: Path,
    poll_interval: float = 3.0,
    *,
    rules: Rules | None = None,
    bound: float = 10.0,
    late: float = 5.0,
    settle: float = 2.0,
    slack: float = 1.0,
) -> list[Violation]:
    """
    The promises that *log* shows to be broken; it is all that is read. Times are in seconds.

    *poll_interval* is the age of a list of ended sessions, *bound* the longest wait for an answer. A request that its
    client gave up may take effect for *late* more. *settle* after a fault, a proxy knows again who answers. *slack* is
    what a busy machine may add to a poll. *rules* are the windows of the service, by default the usual ones.
    """
    return check_entries(read(log), poll_interval, rules or Rules(), bound=bound, late=late, settle=settle, slack=slack)


def check_entries(
    entries: Sequence[Entry],
    poll_interval: float,
    rules: Rules,
    *,
    bound: float = 10.0,
    late: float = 5.0,
    settle: float = 2.0,
    slack: float = 1.0,
) -> list[Violation]:
    """The same for *entries* in the order in which they were sent."""
    sessions = sessions_in(entries, late)
    faults = [one for one in entries if one.kind == FAULT and one.code == "forgets"]
    found = [
        *about_answers(entries, bound, settle),
        *about_ends(entries, sessions, poll_interval, slack),
        *(one for told in sessions.values() for one in _about_session(told, faults, rules, late)),
    ]
    return sorted(found, key=lambda one: one.lines[-1].sent)


def _about_session(told: Told, faults: Sequence[Entry], rules: Rules, late: float) -> Iterator[Violation]:
    yield from _about_names(told)
    if told.sign_in is not None:
        unexplained = Search(told.sign_in, faults, rules).run(told.operations(late))
        # After an end that was answered, it is a lost sign-out already.
        if unexplained is not None and not _is_told_by_ends(unexplained.operation.entry, told):
            yield _named(unexplained, told)


def _is_told_by_ends(last: Entry, told: Told) -> bool:
    return last.status == 200 and last.sent > told.surely_over


def _about_names(told: Told) -> Iterator[Violation]:
    """Each sign-in opens a session of its own. One generation of it is one token, however often it is given."""
    opened = [one for one in told.entries if one.kind == SIGN_IN and one.status == 200]
    if len(opened) > 1:
        yield Violation(SHARED_SESSION, f"opened by {len(opened)} sign-ins", opened)
    first: dict[int, Entry] = {}
    for one in told.entries:
        if one.received is not None and one.refresh != first.setdefault(one.received, one).refresh:
            yield Violation(SEVERAL_LIVE, f"two tokens of generation {one.received}", [first[one.received], one])


def _named(unexplained: Unexplained, told: Told) -> Violation:
    last, rows = unexplained.operation.entry, unexplained.rows
    name, text = _name_of(unexplained, told)
    states = ", ".join(sorted({_said(row) for row in rows}))
    return Violation(name, f"{text}; the row was at {states}", [*_leading_to(last, told), last])


def _name_of(unexplained: Unexplained, told: Told) -> tuple[str, str]:
    outcome, last = unexplained.operation.outcome, unexplained.operation.entry
    assert outcome is not None, "nothing has to explain what is not known"
    if outcome.answer == ISSUED and outcome.generation is not None:
        return _name_of_issued(outcome.generation, last, unexplained.rows, told)
    if outcome.answer == ALIVE:
        return ACCEPTED_AFTER_END, "an access token of a session that had ended"
    if outcome.answer in {SUPERSEDED, WAIT}:
        return UNEXPLAINED, f"no order of the requests leads to {last.status} {last.code}"
    if last.code == "session_not_found":
        return LOST_SIGN_IN, "the session is gone, and nobody has ended it"
    why = "as if its token had been stolen" if outcome.answer == REUSED else "and nobody has ended the session"
    return SIGNED_OUT, f"refused {why}"


def _name_of_issued(generation: int, last: Entry, rows: Sequence[Row], told: Told) -> tuple[str, str]:
    if all(row.is_over for row in rows):
        return REFRESHED_AFTER_END, "a refresh of a session that had ended"
    if generation < min(row.generation for row in rows):
        return LOST_REFRESH, f"generation {generation}, where a later one had been answered"
    if any(one.presented == last.presented and one.received not in {None, generation} for one in told.entries):
        return SEVERAL_SUCCESSORS, f"another successor of generation {last.presented}"
    return SEVERAL_LIVE, f"generation {last.presented} was replaced, and was exchanged"


def _leading_to(last: Entry, told: Told) -> Sequence[Entry]:
    """The lines that show where the row was, and those that were under way."""
    ends = [one.entry for one in told.ends]
    before = [one for one in (*told.entries, *ends) if one.sent < last.ended and one is not last]
    telling = [one for one in before if one.kind == REFRESH or one.status != 200]
    return sorted(telling, key=lambda one: one.sent)[-NEWEST:]


def _said(row: Row) -> str:
    over = " (over)" if row.is_over else ""
    return f"generation {row.generation} after {row.previous}{over}"
