"""A ring that changes while a process runs: by the times of its keys, and by its store."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Final

import pytest
from joserfc.jwk import ECKey

from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.errors import (
    KeyLoadError,
    KeysUnavailableError,
    NoSigningKeyError,
    TokenError,
    UnavailableError,
)
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import LOG_INTERVAL, RETRY, LivingRing
from signet_tokens.ring_key import RingKey
from signet_tokens.verifier import Verifier
from tests.stand_ins.forks import in_child

START = 1_800_000_000.0
OLD, NEW = (SigningKey.load(ECKey.generate_key("P-256").as_dict(private=True), "ES256") for _ in range(2))


class Store:
    """What a test says, at the time that it says."""

    interval = 5.0

    def __init__(self, *keys: RingKey) -> None:
        self.keys: Sequence[RingKey] = keys
        self.error: Exception | None = None
        self.now = START
        self.reads = 0

    def read(self) -> Sequence[RingKey]:
        """The keys, or the error."""
        self.reads += 1
        if self.error:
            raise self.error
        return self.keys

    def ring(self) -> LivingRing:
        """A ring of it."""
        return LivingRing(self, clock=lambda: self.now)


def test_the_store_is_looked_at_now_and_then() -> None:
    """Not with each token."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    for _ in range(3):
        assert ring.signing_key is OLD
    assert store.reads == 1
    store.keys = [RingKey(NEW)]
    store.now += store.interval
    assert (ring.signing_key, ring.keys, store.reads) == (NEW, (NEW,), 2)


def test_a_key_signs_from_its_time_on() -> None:
    """To the second, whenever the store is due."""
    store = Store(RingKey(OLD), RingKey(NEW, signs_from=START + 2))
    ring = store.ring()
    assert (ring.signing_key, ring.keys) == (OLD, (OLD, NEW))
    store.now += 2
    assert (ring.signing_key, ring.keys) == (NEW, (NEW, OLD))


def test_a_key_that_is_over_verifies_nothing() -> None:
    """Nor a token that was verified before."""
    store = Store(RingKey(NEW), RingKey(OLD, verifies_until=START + 60))
    verifier = Verifier(store.ring(), ClaimsPolicy())
    token = jws.sign(b'{"a":1}', OLD)
    assert verifier.claims(token, START) == {"a": 1}
    store.now += 60
    with pytest.raises(TokenError):
        verifier.claims(token, store.now)


def test_a_compromised_key_verifies_nothing_as_soon_as_the_store_says_so() -> None:
    """Also where it signed until then."""
    store = Store(RingKey(OLD), RingKey(NEW, signs_from=None))
    ring = store.ring()
    verifier = Verifier(ring, ClaimsPolicy())
    token = jws.sign(b'{"a":1}', ring.signing_key)
    verifier.claims(token, START)
    store.keys = [RingKey(OLD, compromised_at=START), RingKey(NEW, signs_from=START)]
    ring.look_now()
    with pytest.raises(TokenError):
        verifier.claims(token, START)
    assert ring.signing_key is NEW


@pytest.mark.parametrize(
    "error",
    [OSError("away"), KeyLoadError("half a file"), LookupError("a bug")],
    ids=["away", "spoilt", "anything"],
)
def test_a_store_that_is_away_changes_nothing(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """The keys of the last look stay, and their times hold; a line in the log says so."""
    store = Store(RingKey(OLD), RingKey(NEW, signs_from=START + 8))
    ring = store.ring()
    assert ring.signing_key is OLD
    store.error = error
    store.now += store.interval
    assert ring.signing_key is OLD
    assert str(error) in caplog.text
    store.now += 4
    assert ring.signing_key is NEW
    store.error, store.keys = None, [RingKey(OLD)]
    store.now += RETRY
    assert ring.signing_key is OLD


@pytest.mark.parametrize("error", [OSError("away"), LookupError("a bug")], ids=["away", "anything"])
def test_a_store_that_was_never_read_is_a_503(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """It may be there at the next request. Requests that come at once don't each wait for it."""
    store = Store(RingKey(OLD))
    store.error = error
    ring = store.ring()
    for _ in range(3):
        with pytest.raises(KeysUnavailableError) as caught:
            _ = ring.signing_key
        assert caught.value.retry_after == UnavailableError.retry_after, "a failover is over before half a minute"
    assert (store.reads, str(error) in caplog.text) == (1, True)
    store.error = None
    store.now += RETRY
    assert ring.signing_key is OLD


def test_an_outage_is_a_line_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    """Not one with each look."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    assert ring.signing_key is OLD
    store.error = OSError("away")
    for _ in range(100):
        store.now += store.interval
        assert ring.signing_key is OLD
    assert len(caplog.records) == 100 * store.interval // LOG_INTERVAL + 1


def test_another_key_of_the_same_name_voids_what_the_first_one_signed() -> None:
    """A name is what its issuer says; a key is what it is."""
    first, second = (SigningKey.load({**one.private_jwk(), "kid": "main"}, "ES256") for one in (OLD, NEW))
    store = Store(RingKey(first))
    ring = store.ring()
    verifier = Verifier(ring, ClaimsPolicy())
    token = jws.sign(b'{"a":1}', first)
    verifier.claims(token, START)
    store.keys = [RingKey(second)]
    ring.look_now()
    with pytest.raises(TokenError):
        verifier.claims(token, START)


def test_one_thread_looks_and_the_others_go_on() -> None:
    """With the keys they have, however long the store takes."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    assert ring.signing_key is OLD
    entered, go_on = Event(), Event()

    def slowly() -> Sequence[RingKey]:
        entered.set()
        assert go_on.wait(30)
        return [RingKey(NEW)]

    store.read = slowly  # type: ignore[method-assign]
    store.now += store.interval
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(lambda: ring.signing_key)
        assert entered.wait(30)
        assert [ring.signing_key for _ in range(5)] == [OLD] * 5
        go_on.set()
        assert looking.result(30) is NEW
    assert ring.signing_key is NEW


def test_a_child_of_a_fork_looks_by_itself() -> None:
    """Even where a thread of its parent was looking at that moment."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    assert ring.signing_key is OLD
    store.keys = [RingKey(NEW)]
    store.now += store.interval
    with ring._lock:  # as another thread holds it
        assert in_child(lambda: ring.signing_key is NEW)


def test_threads_see_a_compromised_key_die_at_once() -> None:
    """While they verify, and whoever remembers the token."""
    store = Store(RingKey(OLD), RingKey(NEW, signs_from=None))
    ring = store.ring()
    verifier = Verifier(ring, ClaimsPolicy())
    tokens = [jws.sign(b'{"a":%d}' % number, OLD) for number in range(8)]
    is_over = Event()

    def accepted(number: int) -> int:
        """How many are accepted that were asked for after the end."""
        late = 0
        for _ in range(400):
            after_the_end = is_over.is_set()
            try:
                verifier.claims(tokens[number], START)
            except TokenError:
                continue
            late += after_the_end
        return late

    with ThreadPoolExecutor(8) as pool:
        counting = [pool.submit(accepted, number) for number in range(8)]
        store.keys = [RingKey(OLD, compromised_at=START), RingKey(NEW, signs_from=START)]
        ring.look_now()
        is_over.set()
        assert [one.result(60) for one in counting] == [0] * 8
    for token in tokens:
        with pytest.raises(TokenError):
            verifier.claims(token, START)


def test_a_clock_that_is_set_back_makes_no_plan_wait() -> None:
    """The store is looked at, and not an hour later."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    assert ring.signing_key is OLD
    store.keys = [RingKey(NEW)]
    store.now -= 3_600
    assert ring.signing_key is NEW


def test_a_key_that_comes_voids_nothing() -> None:
    """A verified token stays so until a key goes."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    before = ring.version()
    store.keys = [RingKey(OLD), RingKey(NEW, signs_from=None)]
    ring.look_now()
    assert ring.version() == before
    store.keys = [RingKey(NEW)]
    ring.look_now()
    assert ring.version() != before


def test_a_clock_that_is_behind_leaves_a_ring_that_signs() -> None:
    """A rotation on another machine removes the former private key at once."""
    store = Store(RingKey(OLD.public, verifies_until=START + 900), RingKey(NEW, signs_from=START))
    store.now = START - 3
    ring = store.ring()
    assert [ring.signing_key, *ring.keys] == [NEW, NEW, OLD.public]
    store.keys = [RingKey(OLD, compromised_at=START), RingKey(NEW, signs_from=START)]
    ring.look_now()
    assert [*ring.keys] == [NEW]
    store.keys = [RingKey(NEW, signs_from=None)]
    ring.look_now()
    with pytest.raises(NoSigningKeyError):
        _ = ring.signing_key


RUBBISH: Final[Sequence[object]] = (None, 5, ["a"], [None], [NEW], [RingKey(NEW, verifies_until="soon")])  # type: ignore[arg-type]


@pytest.mark.parametrize("rubbish", RUBBISH, ids=["none", "number", "texts", "nones", "keys", "time-in-words"])
def test_a_store_that_returns_no_keys_is_away(rubbish: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The log says what it returned, and the keys that were read last stay in force."""
    store = Store(RingKey(OLD))
    store.keys = rubbish
    with pytest.raises(KeysUnavailableError):
        _ = store.ring().signing_key
    assert "TypeError" in caplog.text
    store.keys = [RingKey(OLD)]
    ring = store.ring()
    assert ring.signing_key is OLD
    store.keys, store.now = rubbish, store.now + store.interval
    assert ring.signing_key is OLD
    store.keys, store.now = (one for one in [RingKey(NEW)]), store.now + RETRY  # type: ignore[assignment]
    assert (ring.signing_key, ring.keys) == (NEW, (NEW,))
