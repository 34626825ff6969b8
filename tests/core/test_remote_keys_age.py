"""A key set that grows old: when it is fetched again, and what a withdrawn or replaced key means for its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from drf_signet.errors import TokenError
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.remote_keys import COOL_DOWN, MAXIMUM_AGE, RemoteKeySet
from signet_tokens.verifier import Verifier
from tests.core.issuer import Issuer, key_set, serving
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import public_jwk, rsa

NOW = 1_800_000_000.0


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer with two keys."""
    with serving() as started:
        started.publish("first", "second")
        yield started


@pytest.fixture
def clock() -> Clock:
    """The clock of the key set."""
    return Clock()


@pytest.fixture
def keys(issuer: Issuer, clock: Clock) -> RemoteKeySet:
    """The issuer's keys, fetched now."""
    fetched = RemoteKeySet(FixedAddress(issuer.url), ["RS256"], clock)
    fetched.find("RS256", "first")
    return fetched


@pytest.fixture
def verifier(keys: RemoteKeySet) -> Verifier:
    """A verifier of the issuer's tokens."""
    return Verifier(KeyRing([], keys), ClaimsPolicy())


def test_an_old_set_is_fetched_again(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """Not a moment before it is older than MAXIMUM_AGE, and then once."""
    clock.move(MAXIMUM_AGE)
    keys.version()
    assert issuer.fetches == 1
    clock.move(0.1)
    for _ in range(5):
        keys.version()
    assert issuer.fetches == 2


def test_the_same_keys_again_are_no_new_version(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """Verified tokens stay verified while the keys are the same, in any order."""
    before = keys.version()
    issuer.publish("second", "first")
    clock.move(MAXIMUM_AGE + 1)
    assert keys.version() == before
    assert issuer.fetches == 2


@pytest.mark.parametrize(
    "names",
    [pytest.param(("first",), id="withdrawn"), pytest.param(("first", "second", "third"), id="new")],
)
def test_other_keys_are_a_new_version(issuer: Issuer, keys: RemoteKeySet, clock: Clock, names: tuple[str, ...]) -> None:
    """A key more or less makes a new version."""
    before = keys.version()
    issuer.publish(*names)
    clock.move(MAXIMUM_AGE + 1)
    assert keys.version() > before


def test_the_tokens_of_a_withdrawn_key_stop_verifying(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    """They stop at most MAXIMUM_AGE after the withdrawal, although the verifier had remembered them as genuine."""
    withdrawn, other = issuer.sign("second", a=1), issuer.sign("first", a=2)
    assert verifier.claims(withdrawn, NOW) == {"a": 1}
    issuer.publish("first")
    clock.move(MAXIMUM_AGE)
    assert verifier.claims(withdrawn, NOW) == {"a": 1}
    clock.move(0.1)
    for _ in range(2):
        with pytest.raises(TokenError):
            verifier.claims(withdrawn, NOW)
    assert verifier.claims(other, NOW) == {"a": 2}


def test_an_unknown_key_brings_the_withdrawal_to_light(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    """A new key causes a fetch, which also removes the old key before the set is old."""
    withdrawn = issuer.sign("second", a=1)
    verifier.claims(withdrawn, NOW)
    issuer.publish("first", "third")
    clock.move(COOL_DOWN)
    assert verifier.claims(issuer.sign("third", a=3), NOW) == {"a": 3}
    with pytest.raises(TokenError):
        verifier.claims(withdrawn, NOW)


def test_another_key_under_a_known_name_takes_its_place(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    """A name is no key: after the exchange the old key's tokens are forgeries, and those of the new one verify."""
    old = issuer.sign("first", a=1)
    verifier.claims(old, NOW)
    issuer.document = key_set(public_jwk(rsa("exchanged"), kid="first"))
    clock.move(MAXIMUM_AGE + 1)
    with pytest.raises(TokenError):
        verifier.claims(old, NOW)
    assert verifier.claims(issuer.sign("first", "exchanged", a=2), NOW) == {"a": 2}


def test_a_key_under_another_name_is_found_under_that_name(issuer: Issuer, verifier: Verifier, clock: Clock) -> None:
    """After a renaming only tokens with the new name verify."""
    old = issuer.sign("first", a=1)
    verifier.claims(old, NOW)
    issuer.document = key_set(public_jwk(rsa("first"), kid="renamed"))
    clock.move(MAXIMUM_AGE + 1)
    with pytest.raises(TokenError):
        verifier.claims(old, NOW)
    clock.move(COOL_DOWN)
    assert verifier.claims(issuer.sign("renamed", "first", a=2), NOW) == {"a": 2}


def test_an_old_set_is_asked_for_once_per_cool_down_in_an_outage(
    issuer: Issuer, keys: RemoteKeySet, verifier: Verifier, clock: Clock
) -> None:
    """Signet doesn't hammer an issuer that is down, and verifies its tokens all the while."""
    raw = issuer.sign("first", a=1)
    issuer.status = 500
    clock.move(MAXIMUM_AGE + 1)
    for _ in range(10):
        assert verifier.claims(raw, NOW) == {"a": 1}
    assert issuer.fetches == 2
    clock.move(COOL_DOWN)
    for _ in range(10):
        assert verifier.claims(raw, NOW) == {"a": 1}
    assert issuer.fetches == 3


def test_nobody_waits_while_an_old_set_is_fetched(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """While one thread fetches, the others go on with the keys they have."""
    before = keys.version()
    issuer.publish("first")
    clock.move(MAXIMUM_AGE + 1)
    issuer.may_answer.clear()
    with ThreadPoolExecutor(1) as pool:
        fetching = pool.submit(keys.version)
        issuer.was_asked(2)
        assert keys.version() == before
        found = keys.find("RS256", "second")
        issuer.may_answer.set()
        assert fetching.result() > before
    assert found is not None
    assert issuer.fetches == 2
