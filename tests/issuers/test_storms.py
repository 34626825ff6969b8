"""Floods of unknown keys, crowds at the start, slow issuers: one request each cool-down, and nobody waits for long."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from signet_tokens import remote_keys
from signet_tokens.errors import KeysUnavailableError, TokenError, UnavailableError
from signet_tokens.remote_keys import COOL_DOWN, LONGEST_OUTAGE, MAXIMUM_AGE
from signet_tokens.trusted_issuer import TrustedIssuer
from signet_tokens.trusted_issuers import TrustedIssuers
from tests.core.issuer import private_key
from tests.issuers.web import NOW, ONE, Web, forged, published, token
from tests.stand_ins.clock import Clock

THREADS = 8
LONG = 30.0
"""Seconds: more than anything here may take, even on a busy machine."""


@pytest.fixture
def web() -> Web:
    """An issuer."""
    made = Web()
    made.publish(ONE, published("one"))
    return made


@pytest.fixture
def clock() -> Clock:
    """The clock of the key set."""
    return Clock(NOW)


@pytest.fixture
def issuers(web: Web, clock: Clock) -> TrustedIssuers:
    """That issuer."""
    return TrustedIssuers([TrustedIssuer(ONE, "api", leeway=LONGEST_OUTAGE * 2)], clock=clock, fetch=web)


@pytest.fixture
def gate(web: Web) -> Event:
    """The issuer answers once it is set."""
    opened = Event()
    web.before = lambda: opened.wait(LONG)
    return opened


def outcome(issuers: TrustedIssuers, raw: str) -> str:
    """What a verifier says about *raw*."""
    try:
        issuers.claims(raw, NOW)
    except UnavailableError as error:
        return f"503 after {error.retry_after}"
    except TokenError:
        return "401"
    return "200"


def test_a_thousand_unknown_keys_cost_one_request(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """In each cool-down, while known keys go on to verify from memory."""
    good = token(ONE)
    assert outcome(issuers, good) == "200"
    bad = [forged(ONE, f"unknown-{number}") for number in range(1_000)]
    web.asked.clear()
    for cool_down in range(1, 4):
        clock.move(COOL_DOWN)
        answers = [(outcome(issuers, raw), outcome(issuers, good)) for raw in bad]
        assert {*answers} == {("401", "200")}
        assert web.asked == [f"{ONE}/keys"] * cool_down


def test_a_flood_from_many_threads_costs_one_request(
    web: Web, issuers: TrustedIssuers, clock: Clock, gate: Event
) -> None:
    """Those that come while the answer is on its way share it."""
    gate.set()
    outcome(issuers, token(ONE))
    gate.clear()
    web.asked.clear()
    clock.move(COOL_DOWN)
    bad = [forged(ONE, f"unknown-{number}") for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [pool.submit(outcome, issuers, raw) for raw in bad]
        gate.set()
        assert [one.result(LONG) for one in answers] == ["401"] * THREADS
    assert web.asked == [f"{ONE}/keys"]


def test_good_tokens_wait_for_nobody(web: Web, issuers: TrustedIssuers, clock: Clock, gate: Event) -> None:
    """While the issuer is slow, tokens of known keys verify, seen before or not."""
    gate.set()
    outcome(issuers, token(ONE))
    gate.clear()
    clock.move(COOL_DOWN)
    with ThreadPoolExecutor(1) as pool:
        bad = pool.submit(outcome, issuers, forged(ONE, "unknown"))
        until(lambda: len(web.asked) == 3)
        for number in range(3):
            assert outcome(issuers, token(ONE, number=number)) == "200"
        assert outcome(issuers, token(ONE)) == "200"
        gate.set()
        bad.result(LONG)


def test_an_unknown_key_waits_for_a_slow_issuer_only_for_a_while(
    web: Web, issuers: TrustedIssuers, clock: Clock, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its client may try again in a moment, as nobody knows yet whether the key is good."""
    gate.set()
    outcome(issuers, token(ONE))
    web.publish(ONE, published("one"), published("new", "2"))
    gate.clear()
    clock.move(COOL_DOWN)
    monkeypatch.setattr(remote_keys, "LATER_WAIT", 0.01)
    new = token(ONE, private_key("new", "2"))
    assert [outcome(issuers, new) for _ in range(3)] == ["503 after 1"] * 3
    gate.set()
    monkeypatch.setattr(remote_keys, "LATER_WAIT", LONG)
    assert outcome(issuers, new) == "200"
    assert web.asked[2:] == [f"{ONE}/keys"]


def test_a_flood_holds_no_thread_for_longer_than_one_token(
    web: Web, issuers: TrustedIssuers, clock: Clock, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait begins with the fetch, so those that come after it don't wait at all."""
    gate.set()
    outcome(issuers, token(ONE))
    gate.clear()
    clock.move(COOL_DOWN)
    waits: list[float | None] = []
    monkeypatch.setattr(remote_keys, "LATER_WAIT", 0.01)
    join = Thread.join

    def noted(thread: Thread, timeout: float | None = None) -> None:
        waits.append(timeout)
        join(thread, timeout)

    monkeypatch.setattr(Thread, "join", noted)
    answers = [outcome(issuers, forged(ONE, f"unknown-{number}")) for number in range(20)]
    assert answers == ["503 after 1"] * 20
    assert sum(one or 0 for one in waits) <= 0.02
    gate.set()


def test_the_first_crowd_waits_for_one_fetch(web: Web, issuers: TrustedIssuers, gate: Event) -> None:
    """All get their answer with it."""
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [pool.submit(outcome, issuers, token(ONE, number=number)) for number in range(THREADS)]
        gate.set()
        assert [one.result(LONG) for one in answers] == ["200"] * THREADS
    assert len(web.asked) == 2


def test_the_first_crowd_does_not_wait_for_ever(
    web: Web, issuers: TrustedIssuers, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For an issuer that takes its time, or for a name server that does."""
    monkeypatch.setattr(remote_keys, "FIRST_WAIT", 0.01)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [*pool.map(lambda _: outcome(issuers, token(ONE)), range(THREADS))]
    assert answers == ["503 after 1"] * THREADS
    gate.set()
    monkeypatch.setattr(remote_keys, "FIRST_WAIT", LONG)
    assert outcome(issuers, token(ONE)) == "200"
    assert len(web.asked) == 2


def test_an_issuer_that_is_away_at_first_is_a_503(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """With the time after which Signet asks it again."""
    web.end()
    assert [outcome(issuers, token(ONE)) for _ in range(3)] == ["503 after 30"] * 3
    assert len(web.asked) == 1
    web.publish(ONE, published("one"))
    clock.move(COOL_DOWN)
    assert outcome(issuers, token(ONE)) == "200"


def test_verifiers_go_on_for_a_day_without_their_issuer(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """And not a moment longer: what it withdrew meanwhile, nobody knows. Tokens seen before are no exception."""
    seen = token(ONE)
    assert outcome(issuers, seen) == "200"
    web.end()
    clock.move(LONGEST_OUTAGE)
    assert [outcome(issuers, one) for one in (seen, token(ONE, number=1))] == ["200", "200"]
    clock.move(0.1)
    assert [outcome(issuers, one) for one in (seen, token(ONE, number=1))] == ["503 after 30"] * 2
    web.publish(ONE, published("one"))
    clock.move(COOL_DOWN)
    assert outcome(issuers, seen) == "200"


def test_a_service_that_slept_for_days_fetches_at_once(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """The first request after that gets its answer."""
    assert outcome(issuers, token(ONE)) == "200"
    clock.move(LONGEST_OUTAGE * 5)
    assert outcome(issuers, token(ONE)) == "200"


def test_a_clock_that_is_set_back_keeps_nothing_for_ever(web: Web, issuers: TrustedIssuers, clock: Clock) -> None:
    """A key set of the future is fetched again."""
    clock.move(LONGEST_OUTAGE)
    assert outcome(issuers, token(ONE)) == "200"
    clock.move(-LONGEST_OUTAGE)
    web.publish(ONE, published("new", "2"))
    assert outcome(issuers, token(ONE)) == "401"
    assert outcome(issuers, token(ONE, private_key("new", "2"))) == "200"


def test_an_aged_set_is_fetched_by_one_thread(
    web: Web, issuers: TrustedIssuers, clock: Clock, gate: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which goes on with the keys it has, if the issuer is slow."""
    gate.set()
    outcome(issuers, token(ONE))
    gate.clear()
    clock.move(MAXIMUM_AGE + 1)
    monkeypatch.setattr(remote_keys, "LATER_WAIT", 0.01)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [*pool.map(lambda _: outcome(issuers, token(ONE)), range(THREADS))]
    assert answers == ["200"] * THREADS
    gate.set()
    until(lambda: len(web.asked) == 4)


def test_without_threads_the_caller_fetches(web: Web, issuers: TrustedIssuers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a system gives no more of them, or the process ends."""

    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refuse)
    assert outcome(issuers, token(ONE)) == "200"


def until(condition: object) -> None:
    """Wait for *condition*."""
    end = time.monotonic() + LONG
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.001)


def test_the_error_is_one_for_later() -> None:
    """Its kind has a status of its own."""
    assert KeysUnavailableError.retry_after == COOL_DOWN
