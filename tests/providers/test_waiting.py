"""A provider that hangs keeps a few threads, whatever is asked of it. All others are answered at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from queue import Empty, Queue
from threading import Event, Thread

import pytest

from drf_signet import circuit_breaker
from drf_signet.errors import ProviderUnavailableError
from drf_signet.identities.providers import metadata_source, provider_fetch, waiting_room
from drf_signet.identities.providers.by_id_token import identity_of_id_token
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.providers_in_force import get_provider
from drf_signet.identities.providers.redirect import Beginning, begin
from drf_signet.identities.providers.userinfo import with_userinfo
from drf_signet.identities.providers.waiting_room import SEATS, WaitingRoom
from signet_tokens import remote_keys
from tests.providers.asking import redeem, with_provider
from tests.providers.stand_in import CALLBACK, Answer, Handler, StandIn, status
from tests.stand_ins.forks import in_child

AT_ONCE = 16
LONG = 60.0

Ask = Callable[[str], object]
Hang = Callable[[Event, object], Answer]


def held(gate: Event, body: object) -> Answer:
    """Accepts, and says nothing until *gate* is open."""

    def answer(handler: Handler) -> None:
        gate.wait(LONG)
        status(200, body)(handler)

    return answer


def trickling(gate: Event, body: object) -> Answer:
    """The same with a byte now and then."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not gate.wait(0.02):
            handler.wfile.write(b" ")
        handler.wfile.write(json.dumps(body).encode())

    return answer


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is patient, a question takes as long as the test, and nobody asks again meanwhile."""
    monkeypatch.setattr(waiting_room, "PATIENCE", 0.2)
    monkeypatch.setattr(circuit_breaker, "PAUSE", LONG * 60)
    for module, name in (
        (waiting_room, "TIMEOUT"),
        (provider_fetch, "TIMEOUT"),
        (metadata_source, "FIRST_WAIT"),
        (remote_keys, "FIRST_WAIT"),
    ):
        monkeypatch.setattr(module, name, LONG)


@pytest.fixture
def gate() -> Iterator[Event]:
    """Opens at the end at the latest."""
    event = Event()
    yield event
    event.set()


@pytest.fixture(autouse=True)
def project(acme: StandIn) -> Iterator[None]:
    """With *acme* as its provider."""
    with with_provider({"issuer": acme.issuer, "client_id": "shop", "client_secret": "the secret"}):
        yield


def in_threads(ask: Ask, number: int = AT_ONCE) -> tuple[list[Thread], Queue[object]]:
    """*number* threads that *ask* at once, and where their outcomes come to."""
    outcomes: Queue[object] = Queue()

    def run(name: str) -> None:
        try:
            outcomes.put(ask(name))
        except Exception as error:  # the test looks at it  # noqa: BLE001
            outcomes.put(error)

    threads = [Thread(target=run, args=(f"code-{one}",)) for one in range(number)]
    for one in threads:
        one.start()
    return threads, outcomes


def check_few_wait(ask: Ask, gate: Event, kind: type[object]) -> None:
    """Of many who *ask* at once, few are left waiting; whoever comes then isn't. All get in once *gate* is open."""
    threads, outcomes = in_threads(ask)
    refused = [outcomes.get(timeout=LONG) for _ in range(AT_ONCE - SEATS)]
    assert {type(one) for one in refused} == {ProviderUnavailableError}
    for number in range(AT_ONCE):
        with pytest.raises(ProviderUnavailableError):
            ask(f"later-{number}")
    with pytest.raises(Empty):
        outcomes.get_nowait()
    gate.set()
    for one in threads:
        one.join(LONG)
    answered = [outcomes.get_nowait() for _ in range(SEATS)]
    assert all(isinstance(one, kind) for one in answered), answered
    assert isinstance(ask("at last"), kind)


@pytest.mark.parametrize("hang", [held, trickling])
def test_few_wait_for_an_exchange(acme: StandIn, gate: Event, hang: Hang) -> None:
    """Nobody else sends a code, as it would be used up."""
    beginning = begin("acme", CALLBACK)
    acme.issue(beginning.nonce)
    acme.answers["/token"] = hang(gate, acme.answers["/token"])
    check_few_wait(lambda code: redeem(beginning, {"code": code}, CALLBACK), gate, ProvidedIdentity)
    codes = {form["code"] for path, form, _ in acme.asked if path == "/token"}
    assert not any(one.startswith("later") for one in codes)


def test_few_wait_for_userinfo(acme: StandIn, gate: Event) -> None:
    """It is a question of its own."""
    acme.answers["/me"] = held(gate, {"sub": "ada", "email": "ada@acme.example"})
    provider, url = get_provider("acme"), f"{acme.issuer}/me"
    check_few_wait(lambda token: with_userinfo(provider, url, {"sub": "ada"}, token), gate, dict)


def test_few_wait_for_metadata(acme: StandIn, gate: Event) -> None:
    """At the first sign-in after a start, before anything is known."""
    path = "/.well-known/openid-configuration"
    acme.answers[path] = held(gate, acme.answers[path])
    check_few_wait(lambda _: begin("acme", CALLBACK), gate, Beginning)
    assert len(acme.asked) == 1


def test_few_wait_for_keys(acme: StandIn, gate: Event) -> None:
    """An ID token can't be verified without them."""
    acme.answers["/keys"] = held(gate, acme.answers["/keys"])
    token, now = acme.id_token("n"), datetime.now(UTC)

    def present(_: str) -> ProvidedIdentity:
        return identity_of_id_token("acme", id_token=token, nonce="n", now=now)

    check_few_wait(present, gate, ProvidedIdentity)
    assert [path for path, _, _ in acme.asked].count("/keys") == 1


def test_one_tries_again(acme: StandIn, gate: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meanwhile, nobody else does. It decides for all."""
    monkeypatch.setattr(circuit_breaker, "PAUSE", 0)
    beginning = begin("acme", CALLBACK)
    acme.issue(beginning.nonce)
    issued = acme.answers["/token"]
    acme.answers["/token"] = held(Event(), issued)
    with monkeypatch.context() as patch:
        patch.setattr(provider_fetch, "TIMEOUT", 0.5)
        with pytest.raises(ProviderUnavailableError):
            redeem(beginning, {"code": "the first"}, CALLBACK)
    has_come = Event()

    def come(handler: Handler) -> None:
        has_come.set()
        held(gate, issued)(handler)

    acme.answers["/token"] = come
    (prober,), outcomes = in_threads(lambda code: redeem(beginning, {"code": code}, CALLBACK), 1)
    assert has_come.wait(LONG)
    for _ in range(AT_ONCE):
        with pytest.raises(ProviderUnavailableError):
            redeem(beginning, {"code": "another"}, CALLBACK)
    assert [form["code"] for path, form, _ in acme.asked if path == "/token"] == ["the first", "code-0"]
    gate.set()
    prober.join(LONG)
    assert isinstance(outcomes.get_nowait(), ProvidedIdentity)
    assert redeem(beginning, {"code": "another"}, CALLBACK).subject == "ada"


def test_a_quick_refusal_keeps_nobody_out(acme: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that says no is there, also if it is a server in front of it that says so."""
    monkeypatch.setattr(waiting_room, "PATIENCE", LONG)
    beginning = begin("acme", CALLBACK)
    for _ in range(2 * SEATS):
        acme.answers["/token"] = status(503)
        with pytest.raises(ProviderUnavailableError):
            redeem(beginning, {"code": "a-code"}, CALLBACK)
    acme.issue(beginning.nonce)
    assert redeem(beginning, {"code": "a-code"}, CALLBACK).subject == "ada"


def test_no_seat_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a question raises, also one that took long."""
    monkeypatch.setattr(waiting_room, "PATIENCE", 0)
    monkeypatch.setattr(circuit_breaker, "PAUSE", 0)
    room = WaitingRoom()

    def fail() -> None:
        time.sleep(0.01)
        raise LookupError

    for _ in range(3 * SEATS):
        with pytest.raises(LookupError):
            room.answer(fail)


def test_in_a_child_nobody_waits_yet(gate: Event) -> None:
    """Threads that wait aren't taken along by a fork, and nobody would end what they began."""
    room = WaitingRoom()
    threads, outcomes = in_threads(lambda _: room.answer(lambda: gate.wait(LONG)))
    for _ in range(AT_ONCE - SEATS):
        assert isinstance(outcomes.get(timeout=LONG), TimeoutError)
    with pytest.raises(TimeoutError):
        room.answer(lambda: 1)
    assert in_child(lambda: room.answer(lambda: 1) == 1)
    gate.set()
    for one in threads:
        one.join(LONG)
    assert [outcomes.get_nowait() for _ in range(SEATS)] == [True] * SEATS
