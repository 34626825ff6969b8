"""A ring that changes while a process runs: by the times of its keys, and by its store."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from joserfc.jwk import ECKey

from signet_tokens import jws
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.errors import KeyLoadError, KeysUnavailableError, TokenError
from signet_tokens.keys import SigningKey
from signet_tokens.living_ring import RETRY, LivingRing
from signet_tokens.ring_key import RingKey
from signet_tokens.verifier import Verifier

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


@pytest.mark.parametrize("error", [OSError("away"), KeyLoadError("half a file")], ids=["away", "spoilt"])
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


def test_a_store_that_was_never_read_is_a_503() -> None:
    """It may be there at the next request."""
    store = Store(RingKey(OLD))
    store.error = OSError("away")
    ring = store.ring()
    with pytest.raises(KeysUnavailableError):
        _ = ring.signing_key
    store.error = None
    assert ring.signing_key is OLD


def test_a_clock_that_is_set_back_makes_no_plan_wait() -> None:
    """The store is looked at, and not an hour later."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    assert ring.signing_key is OLD
    store.keys = [RingKey(NEW)]
    store.now -= 3_600
    assert ring.signing_key is NEW


def test_a_key_that_comes_voids_nothing() -> None:
    """What was verified stays so until a key goes."""
    store = Store(RingKey(OLD))
    ring = store.ring()
    before = ring.version()
    store.keys = [RingKey(OLD), RingKey(NEW, signs_from=None)]
    ring.look_now()
    assert ring.version() == before
    store.keys = [RingKey(NEW)]
    ring.look_now()
    assert ring.version() != before
