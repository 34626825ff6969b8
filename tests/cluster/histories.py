"""What the checker says of a log in which, from some moment on, one clock may have been wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Final

from signet_tokens.revocation_feed import PAUSE
from tests.cluster.clock_faults import RULES
from tests.cluster.suffering import LONGEST
from tests.history.answers import about_answers
from tests.history.checking import check_entries
from tests.history.entry import SET_PASSWORD, SIGN_IN, Entry, read
from tests.history.row import Rules
from tests.history.violation import Violation

POLL: Final = PAUSE + 1.0
"""Seconds: while polls fail, whoever has a list of ended sessions rests for ten, and the service keeps it for one."""

OF_ACCOUNTS: Final = (SIGN_IN, SET_PASSWORD)
"""They also say which password a user has."""

AHEAD: Final = "token_not_yet_valid"


def violations_in(log: Path, wrong_from: float = inf) -> list[Violation]:
    """
    The promises that *log* shows to be broken. *wrong_from* is when the clock of a node began to be wrong.

    Earlier requests are checked by themselves, by narrower limits.
    """
    entries = read(log)
    found = check_entries([known_at(wrong_from, one) for one in entries if one.sent < wrong_from], POLL, Rules())
    if wrong_from == inf:
        return found
    # A token from ahead of the clock of another node is refused before anybody asks for its session.
    later = {"", *(one.session for one in entries if one.sent >= wrong_from)}
    told = [one for one in entries if one.code != AHEAD and (one.kind in OF_ACCOUNTS or one.session in later)]
    return [*found, *check_entries(told, POLL, RULES), *waits(entries)]


def known_at(moment: float, entry: Entry) -> Entry:
    """*entry*, without an answer that came after *moment*."""
    if entry.ended < moment:
        return entry
    return replace(entry, ended=moment, status=None, received=None, refresh="", why="not known yet")


def waits(entries: Sequence[Entry]) -> Sequence[Violation]:
    """What is wrong with the answers that ask to wait for a clock."""
    return list(about_answers([one for one in entries if one.code == AHEAD], LONGEST, settle=0.0))
