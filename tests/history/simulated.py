"""
A service in a few lines, for tests of the checker: the decision of the product over a row in memory, and a clock.

A `Simulated` answers as `signet serve` does. The other classes each break one promise.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final

from drf_signet.sessions.refresh_decision import (
    Standing,
    Verdict,
    Windows,
    decide,
    race_after_fast_forward,
    race_after_rotating,
)
from tests.history.entry import CALL, FAULT, REFRESH, SIGN_IN, SIGN_OUT, VERIFY, Entry

WINDOWS: Final = Windows(timedelta(seconds=10), timedelta(seconds=300))
POLL: Final = 3.0


@dataclass(frozen=True)
class Stored:
    """The row."""

    generation: int = 0
    previous: int | None = None
    racing_from: int | None = None
    rotated_at: float = 0.0
    revoked_at: float | None = None


@dataclass
class Request:
    """One under way: it is served at some moment between being sent and being answered."""

    kind: str
    presented: int | None
    sent: float
    served: float
    ended: float
    is_lost: bool = False


@dataclass
class Simulated:
    """Right in everything."""

    windows: Windows = WINDOWS
    row: Stored = field(default_factory=Stored)
    past: list[Stored] = field(default_factory=list)

    def answer(self, request: Request) -> dict[str, Any]:
        """What *request* is answered. It is served now."""
        now = request.served
        if request.kind == SIGN_OUT:
            return self.sign_out(now)
        if request.kind in {CALL, VERIFY}:
            return self.call(request.kind, now)
        if self.row.revoked_at is not None:
            return {"status": 401, "code": "session_revoked"}
        assert request.presented is not None, "a refresh presents a token"
        return self.refresh(request.presented, now)

    def refresh(self, presented: int, now: float) -> dict[str, Any]:
        """The decision of the product, and what is done about it."""
        row = self.row
        standing = Standing(row.generation, row.previous, timedelta(seconds=now - row.rotated_at), row.racing_from)
        verdict = decide(presented, standing, self.windows)
        if verdict in {Verdict.ROTATE, Verdict.REPLACE, Verdict.FAST_FORWARD}:
            return self.move(self.next_row(verdict, presented, standing, now))
        if verdict is Verdict.REPEAT:
            return issued(row.generation)
        if verdict is Verdict.SUPERSEDED:
            return {"status": 409, "code": "refresh_superseded"}
        assert verdict is Verdict.REUSE, "the clock only goes on"
        self.row = replace(row, revoked_at=now)
        return {"status": 401, "code": "token_reused"}

    def next_row(self, verdict: Verdict, presented: int, standing: Standing, now: float) -> Stored:
        """The row after a refresh that moves it."""
        if verdict is Verdict.REPLACE:
            return Stored(standing.generation + 1, presented, standing.generation, now)
        if verdict is Verdict.ROTATE:
            start, previous = race_after_rotating(standing, self.windows)
        else:
            start, previous = race_after_fast_forward(presented, standing, self.windows)
        return Stored(presented + 1, previous, start, now)

    def move(self, row: Stored) -> dict[str, Any]:
        """Compare and swap: there is one thread."""
        self.past.append(self.row)
        self.row = row
        return issued(row.generation)

    def sign_out(self, now: float) -> dict[str, Any]:
        """The session ends."""
        if self.row.revoked_at is None:
            self.row = replace(self.row, revoked_at=now)
        return {"status": 204}

    def call(self, kind: str, now: float) -> dict[str, Any]:
        """The session is looked up; a verifier knows of its end when it has polled."""
        until = self.row.revoked_at
        if until is not None and (kind == CALL or now > until + POLL):
            return {"status": 401, "code": "session_revoked"}
        return {"status": 200}

    def forget(self, commits: int) -> None:
        """The last *commits* of refreshes are lost."""
        if self.past and commits:
            kept = self.past[-commits:][0]
            del self.past[-commits:]
            self.row = replace(kept, revoked_at=self.row.revoked_at)


def issued(generation: int) -> dict[str, Any]:
    """The token of *generation*."""
    return {"status": 200, "received": generation, "refresh": f"token {generation}"}


class Story:
    """One session of honest clients with *service*: tabs that race, lose answers, and sign out in the end."""

    def __init__(self, service: Simulated, chance: random.Random, *, forgets: bool = False) -> None:
        self.service = service
        self.chance = chance
        self.forgets = forgets
        self.now = 100.0
        self.held = 0
        self.entries = [self._entry(SIGN_IN, None, 99.0, 100.0, {**issued(0), "status": 200})]
        service.row = replace(service.row, rotated_at=99.5)

    def tell(self, steps: int) -> Sequence[Entry]:
        """The log, in the order in which requests were sent."""
        for _ in range(steps):
            self.chance.choice([self.race, self.race, self.lose, self.call, self.rest, self.replay])()
            if self.forgets and self.chance.random() < 0.2:
                self.fail_over()
        self.sign_out()
        return sorted(self.entries, key=lambda one: one.sent)

    def race(self) -> None:
        """Up to sixteen tabs present the token at once, and are served in any order."""
        tabs = self.chance.choice([1, 1, 2, 4, 16])
        requests = [self._request(REFRESH, self.held) for _ in range(tabs)]
        self._serve(requests)

    def lose(self) -> None:
        """No answer comes: it was served, or it never will be. Then the client presents the token again."""
        request = self._request(REFRESH, self.held)
        request.is_lost = True
        self._serve([request] if self.chance.random() < 0.7 else [])
        if not self.entries or self.entries[-1].why != "lost":
            self.entries.append(self._entry(REFRESH, self.held, request.sent, request.ended, {"why": "lost"}))
        self.now += self.chance.choice([0.1, 2.0, 12.0, 60.0])
        self._serve([self._request(REFRESH, self.held)])

    def replay(self) -> None:
        """Somebody presents a token that was replaced: a tab that is far behind, or a thief."""
        if self.held and self.chance.random() < 0.3:
            self.now += self.chance.choice([0.1, 12.0, 60.0, 310.0])
            held = self.held
            self._serve([self._request(REFRESH, max(0, held - self.chance.randrange(1, 3)))])
            self.held = self.chance.choice([held, self.held])

    def call(self) -> None:
        """With the access token: at the service, and at one that verifies alone."""
        self._serve([self._request(kind, None) for kind in (CALL, VERIFY)])

    def rest(self) -> None:
        """Time goes by."""
        self.now += self.chance.choice([0.5, 5.0, 11.0, 200.0, 400.0])

    def fail_over(self) -> None:
        """The database forgets the last refreshes."""
        self.service.forget(self.chance.randrange(1, 3))
        self.entries.append(self._entry(FAULT, None, self.now, self.now + 0.1, {"code": "forgets"}))
        self.now += 0.2

    def sign_out(self) -> None:
        """And try the tokens again and again."""
        self._serve([self._request(SIGN_OUT, self.held)])
        for later in (0.0, 1.0, 5.0):
            self.now += later
            self._serve([self._request(REFRESH, self.held), *(self._request(kind, None) for kind in (CALL, VERIFY))])

    def _request(self, kind: str, presented: int | None) -> Request:
        sent = self.now + self.chance.uniform(0, 0.2)
        served = sent + self.chance.uniform(0, 0.5)
        return Request(kind, presented, sent, served, served + self.chance.uniform(0, 0.3))

    def _serve(self, requests: Sequence[Request]) -> None:
        for one in sorted(requests, key=lambda request: request.served):
            answer = self.service.answer(one)
            self.held = max(self.held, answer.get("received", 0)) if not one.is_lost else self.held
            said = {"why": "lost"} if one.is_lost else answer
            self.entries.append(self._entry(one.kind, one.presented, one.sent, one.ended, said))
            self.now = max(self.now, one.ended)

    def _entry(self, kind: str, presented: int | None, sent: float, ended: float, said: dict[str, Any]) -> Entry:
        number = len(getattr(self, "entries", ())) + 1
        session, tier = ("", "") if kind == FAULT else ("a-session", "live" if kind == CALL else "")
        return Entry(number, "a client", kind, sent, ended, "ada", session, presented=presented, tier=tier, **said)
