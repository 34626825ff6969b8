"""One load, several times, each time with a session of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NamedTuple

from bench.clients.crowds import Ask
from tests.conformance.running import Running


class Outcome(NamedTuple):
    """What the rounds of one load came to, in all."""

    rounds: int
    requests: int
    answered: int
    refreshes: int
    signed_in: int
    """After how many rounds a further request was answered."""


def measure(running: Running, crowd: Callable[[], AbstractContextManager[Ask]], rounds: int) -> Outcome:
    """Let the token expire, let the crowd ask, count, and let it ask once more."""
    total = Outcome(rounds, 0, 0, 0, 0)
    for _ in range(rounds):
        with crowd() as ask:
            running.order("expire")
            running.order("reset")
            answers = ask()
            refreshes = running.refreshes()
            total = Outcome(
                rounds,
                total.requests + len(answers),
                total.answered + sum(answers),
                total.refreshes + refreshes,
                total.signed_in + any(ask()),
            )
    return total
