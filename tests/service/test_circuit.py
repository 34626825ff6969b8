"""If a service doesn't answer, only one request asks it again, after a second; the others don't wait."""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, Queue
from threading import Thread

import pytest

from drf_signet import circuit_breaker
from drf_signet.circuit_breaker import PAUSE, Circuit, CircuitOpenError
from tests.stand_ins.clock import Clock


class Thing:
    """Something that answers or doesn't, and counts how often it was asked."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.circuit = Circuit(self.clock)
        self.asked = 0
        self.error: Exception | None = None

    def answer(self) -> str:
        """An answer."""
        self.asked += 1
        if self.error is not None:
            raise self.error
        return "answer"

    def ask(self) -> str:
        """Ask through the circuit."""
        return self.circuit.call(self.answer, TimeoutError)


@pytest.fixture
def silent() -> Thing:
    """A thing that didn't answer a moment ago."""
    thing = Thing()
    thing.error = TimeoutError()
    with pytest.raises(TimeoutError):
        thing.ask()
    return thing


def test_nobody_asks_for_a_second(silent: Thing) -> None:
    """Then somebody does."""
    for _ in range(5):
        with pytest.raises(CircuitOpenError):
            silent.ask()
    assert silent.asked == 1
    silent.clock.move(PAUSE)
    with pytest.raises(TimeoutError):
        silent.ask()
    with pytest.raises(CircuitOpenError):
        silent.ask()
    assert silent.asked == 2


def test_all_ask_when_it_answers_again(silent: Thing) -> None:
    """At once."""
    silent.error = None
    silent.clock.move(PAUSE)
    assert [silent.ask() for _ in range(3)] == ["answer"] * 3


def test_one_request_decides_for_all(silent: Thing) -> None:
    """While it waits, the others fail at once."""
    silent.clock.move(PAUSE)

    def ask_meanwhile() -> str:
        with pytest.raises(CircuitOpenError):
            silent.ask()
        return "answer"

    assert silent.circuit.call(ask_meanwhile, TimeoutError) == "answer"
    silent.error = None
    assert silent.ask() == "answer"


def test_a_complaint_is_an_answer(silent: Thing) -> None:
    """A service that refuses is up."""
    silent.clock.move(PAUSE)
    silent.error = PermissionError()
    for _ in range(2):
        with pytest.raises(PermissionError):
            silent.ask()


@pytest.mark.parametrize(("outcome", "expected"), [(None, "answer"), (TimeoutError(), "refused")])
def test_in_doubt_the_others_wait_for_the_first(
    monkeypatch: pytest.MonkeyPatch, outcome: Exception | None, expected: str
) -> None:
    """It may have been the statement: a commit that waits for a standby is no reason to refuse everything."""
    monkeypatch.setattr(circuit_breaker, "DOUBT", 60.0)
    thing = Thing()
    thing.circuit.doubt()
    said: Queue[str] = Queue()

    def ask() -> None:
        try:
            said.put(thing.ask())
        except CircuitOpenError:
            said.put("refused")

    other = Thread(target=ask)

    def ask_meanwhile() -> str:
        other.start()
        with pytest.raises(Empty):
            said.get(timeout=0.2)
        if outcome is not None:
            raise outcome
        return "answer"

    with suppress(TimeoutError):
        thing.circuit.call(ask_meanwhile, TimeoutError)
    other.join()
    assert said.get() == expected


def test_in_doubt_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one may wait for much longer than the others should."""
    monkeypatch.setattr(circuit_breaker, "DOUBT", 0.01)
    thing = Thing()
    thing.circuit.doubt()
    assert thing.circuit.enter()
    assert not thing.circuit.enter()


def test_a_doubt_opens_nothing_sooner(silent: Thing) -> None:
    """What didn't answer a moment ago is left alone for the whole second."""
    silent.circuit.doubt()
    with pytest.raises(CircuitOpenError):
        silent.ask()
