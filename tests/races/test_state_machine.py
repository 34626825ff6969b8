"""
Rules that always hold: through random steps of honest clients, lost answers, parallel tabs, a thief, and a clock that
goes on, or is set back.

    always                      a session is one row; one generation of it is alive; an ended session stays ended;
                                within the grace, those of one race stand for that one
    racers within the grace     get one token, if they start on the same side of its end
    an honest client            is never logged out, within the rules that `household` spells out
    a thief                     is detected within two cycles, in which thief and victim refresh once each, if they are
                                always more than the grace apart; from any state, with any stolen token. Within the
                                grace of each other, the two share their tokens, and go on until they are apart for
                                the first time.
    without rotation            all of this holds for clients that come to an endpoint without it now and then; a thief
                                is detected once both refresh where tokens rotate
    a database that forgot      what it had confirmed signs nobody out, and parallel requests get one token all the same
    a clock that was ahead      gives a thief nothing until it has caught up, and then the usual rules hold
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar, Final

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from drf_signet.errors import TokenError
from drf_signet.sessions.models import Session
from drf_signet.sessions.verification import verify_token
from tests.races.household import GRACE, LIFETIMES, PATIENCE, RETRY, SKEW, TICK, Household, Request

EXAMPLES: Final = 60
STEPS: Final = 50
NUMBERS: Final = count()

MOMENTS: Final = st.sampled_from([timedelta(), TICK, timedelta(seconds=1), PATIENCE - TICK, PATIENCE])
PAUSES: Final = st.sampled_from([GRACE, GRACE + TICK, timedelta(minutes=1), RETRY, RETRY + TICK, timedelta(days=3)])
SET_BACK: Final = st.sampled_from([TICK, timedelta(seconds=1), SKEW, SKEW + TICK, timedelta(minutes=1), 2 * RETRY])
APART: Final = st.sampled_from([GRACE + TICK, timedelta(minutes=1), RETRY, RETRY + TICK, timedelta(days=3)])


class HonestClients(RuleBasedStateMachine):
    """Tabs that share a store, over a network that delays and loses."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.home = Household(f"user-{next(NUMBERS)}")
        self.before = self.home.session
        self.thief_acted = False

    @precondition(lambda self: len(self.home.under_way) < 5)
    @rule()
    def send(self) -> None:
        """A tab asks."""
        self.home.send()

    @precondition(lambda self: self.waiting())
    @rule(data=st.data())
    def serve(self, data: st.DataObject) -> None:
        """The server gets one of the requests, in any order."""
        self.home.serve(data.draw(st.sampled_from(self.waiting())))

    @precondition(lambda self: self.answered())
    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        """A tab gets its answer, in any order."""
        self.home.deliver(data.draw(st.sampled_from(self.answered())))

    @precondition(lambda self: self.home.under_way)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        """A request or its answer is lost."""
        self.home.lose(data.draw(st.sampled_from(self.home.under_way)))

    @rule()
    def exchange(self) -> None:
        """A refresh without incident."""
        assert self.home.exchange() or self.thief_acted

    @rule(step=MOMENTS)
    def wait(self, step: timedelta) -> None:
        """A moment goes by."""
        self.home.wait(step)

    @rule(step=PAUSES)
    def pause(self, step: timedelta) -> None:
        """The windows close."""
        self.home.wait(step)

    @rule(step=SET_BACK)
    def set_back(self, step: timedelta) -> None:
        """The clock of the server was ahead, and is corrected."""
        self.home.set_back(step)

    @precondition(lambda self: not self.home.age <= GRACE < self.home.age + PATIENCE)
    @rule(delays=st.lists(st.integers(0, 10), min_size=2, max_size=5))
    def race(self, delays: list[int]) -> None:
        """Tabs ask at once, and are served at different times within their patience: they get one token."""
        self.home.catch_up()
        self.home.prepare(PATIENCE)
        start = self.home.now
        requests = [self.home.send() for _ in delays]
        for request, delay in zip(requests, sorted(delays), strict=True):
            self.home.now = start + PATIENCE * delay / 10
            self.home.serve(request)
        answers = {one.answer for one in requests}
        assert len(answers) == 1
        assert None not in answers or self.thief_acted
        for request in requests:
            self.home.deliver(request)

    @invariant()
    def one_row(self) -> None:
        """It only moves forward, and no longer changes once it has ended."""
        type(self).steps += 1
        (row,) = self.home.rows
        assert row.generation >= self.before.generation
        if self.before.revoked_at is not None:
            assert vars_of(row) == vars_of(self.before)
        assert row.revoked_at is None or self.thief_acted
        self.before = row

    @invariant()
    def one_live_generation(self) -> None:
        """
        Beyond the windows, only tokens of the current generation are valid, and those that the same race gave out,
        until one of these is used. Within the windows, one more is valid.
        """
        row = self.home.session
        current = set() if row.revoked_at else {row.generation, *self.given_in_race(row)}
        recent = [(generation_of(one), one) for one in self.home.issued[-3:]]
        after = max(self.home.now, row.rotated_at) + RETRY + TICK
        assert {generation for generation, one in recent if is_good(one, after)} <= current
        now = {generation for generation, one in recent if is_good(one, self.home.now)}
        assert now <= current | ({row.previous_generation, *self.racing(row)} if current else set())

    def given_in_race(self, row: Session) -> range:
        """The other generations that the last race gave out."""
        start, end = row.racing_from_generation, row.previous_generation
        return range(0) if start is None or end is None else range(start + 1, row.generation)

    def racing(self, row: Session) -> range:
        """The generations of one race with the previous one of *row*."""
        start, end = row.racing_from_generation, row.previous_generation
        return range(start, end) if self.home.age <= GRACE and start is not None and end is not None else range(0)

    def teardown(self) -> None:
        """An honest client goes on."""
        assert self.home.exchange() or self.thief_acted

    def waiting(self) -> list[Request]:
        """Requests that the server hasn't received yet."""
        return [one for one in self.home.under_way if not one.is_served]

    def answered(self) -> list[Request]:
        """Requests whose answer is on its way."""
        return [one for one in self.home.under_way if one.is_served]


class CarelessClients(HonestClients):
    """Tabs that keep the last answer, in whatever order answers come."""

    def __init__(self) -> None:
        super().__init__()
        self.home.is_careless = True

    @precondition(lambda self: False)
    @rule()
    def lose(self) -> None:
        """Nothing is lost."""


class WithThief(HonestClients):
    """Somebody else gets hold of tokens, at any moment, and refreshes with them."""

    def __init__(self) -> None:
        super().__init__()
        self.loot: str | None = None
        self.apart = GRACE + TICK
        self.is_thief_first = False

    @rule(apart=APART, is_thief_first=st.booleans())
    def steal(self, apart: timedelta, is_thief_first: bool) -> None:
        """The token that the tabs hold now."""
        self.loot, self.apart, self.is_thief_first = self.home.store, apart, is_thief_first

    @rule(data=st.data())
    def steal_any(self, data: st.DataObject) -> None:
        """Any token that ever existed, even one that was lost on its way."""
        self.loot = data.draw(st.sampled_from(self.home.issued))

    @precondition(lambda self: self.loot)
    @rule()
    def use(self) -> None:
        """The thief refreshes."""
        self.thief_acted = True
        self.present_once(is_thief=True)

    def present_once(self, *, is_thief: bool) -> None:
        """One of the two refreshes."""
        if not is_thief:
            self.home.exchange()
        elif self.loot:
            is_ahead = self.home.age < -SKEW
            answer = self.home.present(self.loot)
            assert answer is None or not is_ahead
            self.loot = answer or self.loot

    def teardown(self) -> None:
        """Two more cycles, apart from each other: the session has ended."""
        if not self.thief_acted:
            super().teardown()
            return
        self.home.catch_up()
        for is_thief in (self.is_thief_first, not self.is_thief_first) * 2:
            self.home.now += self.apart
            self.present_once(is_thief=is_thief)
        assert self.home.session.revoked_at is not None
        assert self.home.session.revoke_reason == "reuse"


class Forgetful(HonestClients):
    """The database loses its last commits, as in a failover. Nobody is signed out for what it forgot."""

    @precondition(lambda self: len(self.home.remembered) > 1 and self.home.session.revoked_at is None)
    @rule(commits=st.integers(1, 3))
    def forget(self, commits: int) -> None:
        """From now on, the row is behind its clients."""
        self.home.forget(min(commits, len(self.home.remembered) - 1))
        self.before = self.home.session

    @precondition(lambda self: not self.home.under_way and not self.home.has_lost and not self.thief_acted)
    @rule()
    def forget_in_a_race(self) -> None:
        """The refresh that won is forgotten, and its tab refreshes again: the tab that was slower gets that answer."""
        self.home.catch_up()
        slow = self.home.send()
        self.home.exchange_beside()
        self.forget(1)
        answer = self.home.exchange_beside()
        self.home.serve(slow)
        assert answer is not None
        assert slow.answer == answer
        self.home.deliver(slow)

    @invariant()
    def one_live_generation(self) -> None:
        """A forgotten generation is as good as the current one, until the row has caught up."""
        if self.home.session.generation == max(generation_of(one) for one in self.home.issued):
            super().one_live_generation()


class WithThiefAtForgetful(Forgetful, WithThief):
    """The thief is detected all the same."""


class Switching(RuleBasedStateMachine):
    """The project turns rotation off and on again, or has endpoints of both kinds."""

    home: Household

    @rule()
    def switch(self) -> None:
        """From now on, requests come to an endpoint of the other kind."""
        self.home.rotates = not self.home.rotates


class HonestClientsOfBoth(Switching, HonestClients):
    """Tabs that keep the tokens that they get, at either kind."""


class WithThiefAtBoth(Switching, WithThief):
    """The thief comes to either kind, and the one that rotates detects it, whatever happened at the other."""

    def teardown(self) -> None:
        """Both refresh where tokens rotate."""
        self.home.rotates = True
        super().teardown()


def vars_of(session: Session) -> dict[str, object]:
    """The columns of a row."""
    return {field.attname: getattr(session, field.attname) for field in Session._meta.concrete_fields}


def generation_of(token: str) -> int:
    """The generation that *token* claims, even if the token has expired."""
    payload = token.split(".")[1]
    return int(json.loads(urlsafe_b64decode(payload + "=="))["gen"])


def is_good(token: str, now: datetime) -> bool:
    """Whether *token* would be exchanged at *now*. Changes nothing."""
    try:
        verify_token(token, now=now)
    except TokenError:
        return False
    return True


MACHINES: Final = [
    *(HonestClients, CarelessClients, HonestClientsOfBoth, Forgetful),
    *(WithThief, WithThiefAtBoth, WithThiefAtForgetful),
]


@pytest.mark.django_db
@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("examples", [EXAMPLES // 4, EXAMPLES], ids=["short", "long"])
def test_many_steps_break_none_of_the_rules(machine: type[HonestClients], examples: int) -> None:
    """Stories of fifty steps each, with and without a thief."""
    machine.steps = 0
    with override_settings(SIGNET=LIFETIMES):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert machine.steps > examples * STEPS / 4
