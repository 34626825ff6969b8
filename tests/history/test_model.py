"""The checker against a service that is simulated: whatever the order, it finds nothing; and each fault, it finds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.history.checking import check_entries
from tests.history.entry import REFRESH
from tests.history.row import Rules
from tests.history.simulated import POLL, Request, Simulated, Stored, Story

STORIES: Final = 40
TRIES: Final = 40


def found_in(service: Simulated, seed: int, *, forgets: bool = False, steps: int = 12) -> Counter[str]:
    """The names of the violations in a story."""
    entries = Story(service, random.Random(seed), forgets=forgets).tell(steps)
    return Counter(one.name for one in check_entries(entries, POLL, Rules()))


@settings(max_examples=STORIES, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_no_order_of_a_right_service_is_a_violation(seed: int, forgets: bool) -> None:
    """Races, lost answers, pauses of any length and failovers."""
    assert not found_in(Simulated(), seed, forgets=forgets)


class Wide(Simulated):
    """Its grace period is three minutes."""

    def __init__(self) -> None:
        super().__init__(windows=Simulated().windows._replace(grace=Simulated().windows.retry))


class Strict(Simulated):
    """Without a grace period, each parallel request is a lost answer, and gets a token of its own."""

    def __init__(self) -> None:
        super().__init__(windows=Simulated().windows._replace(grace=Simulated().windows.grace * 0))


class Impatient(Simulated):
    """Without a retry period, whoever lost an answer is a thief."""

    def __init__(self) -> None:
        super().__init__(windows=Simulated().windows._replace(retry=Simulated().windows.retry * 0))


class Careless(Simulated):
    """Its compare-and-swap ignores the generation: each racer moves the row on."""

    def refresh(self, presented: int, now: float) -> dict[str, Any]:
        return self.move(Stored(self.row.generation + 1, self.row.generation, None, now))


class Forgetful(Simulated):
    """It loses refreshes, and there was no failover."""

    def refresh(self, presented: int, now: float) -> dict[str, Any]:
        answer = super().refresh(presented, now)
        if self.row.generation % 4 == 3:
            self.forget(2)
        return answer


class NotSigningOut(Simulated):
    """A sign-out is answered, and not done."""

    def sign_out(self, now: float) -> dict[str, Any]:
        return {"status": 204}


class Stale(Simulated):
    """Verifiers learn of an end a minute later."""

    def call(self, kind: str, now: float) -> dict[str, Any]:
        return super().call(kind, now if kind == "call" else now - 60)


class Late(Simulated):
    """The service itself accepts access tokens for some time after the end."""

    def call(self, kind: str, now: float) -> dict[str, Any]:
        return super().call("verify", now)


class Ending(Simulated):
    """A session is gone."""

    def answer(self, request: Request) -> dict[str, Any]:
        gone = request.kind == REFRESH and self.row.generation >= 3
        return {"status": 401, "code": "session_not_found"} if gone else super().answer(request)


class Suspicious(Simulated):
    """After a failover, a client with a token of the future is a thief."""

    def refresh(self, presented: int, now: float) -> dict[str, Any]:
        if presented > self.row.generation:
            return {"status": 401, "code": "token_reused"}
        return super().refresh(presented, now)


class Renamed(Simulated):
    """Two processes derive different tokens of one generation."""

    def refresh(self, presented: int, now: float) -> dict[str, Any]:
        answer = super().refresh(presented, now)
        return {**answer, "refresh": f"{answer.get('refresh')} {int(now * 1_000) % 2}"}


class Failing(Simulated):
    """It answers 500 now and then."""

    def answer(self, request: Request) -> dict[str, Any]:
        return {"status": 500} if int(request.served * 1_000) % 7 == 0 else super().answer(request)


class Unhelpful(Simulated):
    """It is busy now and then, and doesn't say for how long."""

    def answer(self, request: Request) -> dict[str, Any]:
        is_busy = int(request.served * 1_000) % 7 == 0
        return {"status": 503, "code": "session_busy"} if is_busy else super().answer(request)


MUTATIONS: Final = [
    (Wide, "several_live_generations lost_refresh", False),
    (Strict, "several_successors", False),
    (Impatient, "honest_client_signed_out", False),
    (Careless, "several_successors", False),
    (Forgetful, "lost_refresh several_live_generations", False),
    (NotSigningOut, "lost_sign_out", False),
    (Stale, "accepted_after_end", False),
    (Late, "accepted_after_end", False),
    (Ending, "lost_sign_in", False),
    (Suspicious, "honest_client_signed_out", True),
    (Renamed, "several_live_generations", False),
    (Failing, "server_error", False),
    (Unhelpful, "unhelpful_503", False),
]


@pytest.mark.parametrize(("service", "names", "forgets"), MUTATIONS, ids=lambda one: getattr(one, "__name__", ""))
def test_each_mutation_is_found_by_name(service: Callable[[], Simulated], names: str, forgets: bool) -> None:
    """Within a few stories."""
    stories = (found_in(service(), seed, forgets=forgets) for seed in range(TRIES))
    assert any(set(names.split()) & set(found) for found in stories)
