"""`RemoteKeySet` against a real server: fetched rarely, by one thread, and kept through an outage."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from drf_signet.errors import KeysUnavailableError
from signet_tokens import remote_keys
from signet_tokens.claims import ClaimsPolicy
from signet_tokens.key_ring import KeyRing
from signet_tokens.key_set_address import FixedAddress
from signet_tokens.remote_keys import COOL_DOWN, MAXIMUM_AGE, RemoteKeySet
from signet_tokens.verifier import Verifier
from tests.core.issuer import Issuer, key_set, serving
from tests.stand_ins.clock import Clock
from tests.stand_ins.key_pairs import public_jwk, rsa

NOW = 1_800_000_000.0
PATIENCE = 30.0
"""Seconds that a busy machine may need for an answer."""


@pytest.fixture(autouse=True)
def _wait_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a fetch may be waited for is the matter of other tests."""
    monkeypatch.setattr(remote_keys, "FIRST_WAIT", PATIENCE)
    monkeypatch.setattr(remote_keys, "LATER_WAIT", PATIENCE)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer that publishes one key, ``first``."""
    with serving() as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    """The clock of the key set."""
    return Clock()


@pytest.fixture
def keys(issuer: Issuer, clock: Clock) -> RemoteKeySet:
    """The issuer's keys, of which none was fetched yet."""
    return RemoteKeySet(FixedAddress(issuer.url), ["RS256"], clock)


def kid_of(keys: RemoteKeySet, kid: str, algorithm: str = "RS256") -> str | None:
    """The name of the key that is found under *kid*."""
    found = keys.find(algorithm, kid)
    return found.kid if found else None


def test_nothing_is_fetched_before_a_key_is_asked_for(issuer: Issuer, keys: RemoteKeySet) -> None:
    """A process starts without its issuer."""
    assert keys.version() == 0
    assert issuer.fetches == 0


def test_a_published_key_is_found_and_verifies(issuer: Issuer, keys: RemoteKeySet) -> None:
    """The key from the server verifies what the issuer signed, and can't sign."""
    found = keys.find("RS256", "first")
    assert found is not None
    assert not found.can_sign
    verifier = Verifier(KeyRing([], keys), ClaimsPolicy())
    assert verifier.claims(issuer.sign("first", a=1), NOW) == {"a": 1}


def test_the_server_is_asked_for_a_key_set(issuer: Issuer, keys: RemoteKeySet) -> None:
    """The request is for the very path, and says what it takes."""
    keys.find("RS256", "first")
    assert issuer.asked == [("/jwks.json", "application/jwk-set+json, application/json")]


def test_a_known_key_is_answered_from_memory(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """However often it is asked for, and whether or not the server is well."""
    for _ in range(5):
        assert kid_of(keys, "first") == "first"
        clock.move(COOL_DOWN * 2)
        issuer.status = 500
    assert issuer.fetches == 1


@pytest.mark.parametrize("algorithm", ["HS256", "RS512", "PS256", "ES256", "none", ""])
def test_another_algorithm_is_not_looked_for(issuer: Issuer, keys: RemoteKeySet, algorithm: str) -> None:
    """A token of another algorithm can't be the issuer's, so it causes no fetch and finds no key."""
    assert kid_of(keys, "first", algorithm) is None
    assert issuer.fetches == 0


def test_unknown_keys_cause_one_fetch_per_cool_down(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """A flood of made-up names is not passed on to the issuer."""
    for number in range(50):
        assert kid_of(keys, f"made-up-{number}") is None
    assert issuer.fetches == 1
    clock.move(COOL_DOWN - 0.1)
    assert kid_of(keys, "another") is None
    assert issuer.fetches == 1
    clock.move(0.1)
    for number in range(50):
        assert kid_of(keys, f"made-up-{number}") is None
    assert issuer.fetches == 2


def test_a_new_key_is_found_after_the_cool_down(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """The first token of a new key causes the fetch that brings it."""
    assert kid_of(keys, "first") == "first"
    issuer.publish("first", "second")
    assert kid_of(keys, "second") is None
    clock.move(COOL_DOWN)
    assert kid_of(keys, "second") == "second"
    assert kid_of(keys, "first") == "first"
    assert issuer.fetches == 2


def test_threads_share_one_fetch(issuer: Issuer, keys: RemoteKeySet) -> None:
    """Those who come while the answer is on its way wait for it, and all of them get the key."""
    threads = 8
    start = Barrier(threads + 1)
    issuer.may_answer.clear()

    def find(_: int) -> str | None:
        start.wait()
        return kid_of(keys, "first")

    with ThreadPoolExecutor(threads) as pool:
        answers = [pool.submit(find, number) for number in range(threads)]
        start.wait()
        issuer.may_answer.set()
        assert [one.result() for one in answers] == ["first"] * threads
    assert issuer.fetches == 1


def test_threads_share_one_failure(issuer: Issuer, keys: RemoteKeySet) -> None:
    """An issuer that is down is not asked once per waiting thread."""
    issuer.status = 500
    threads = 8
    start = Barrier(threads)

    def find(_: int) -> bool:
        start.wait()
        try:
            keys.find("RS256", "first")
        except KeysUnavailableError:
            return True
        return False

    with ThreadPoolExecutor(threads) as pool:
        assert all(pool.map(find, range(threads)))
    assert issuer.fetches == 1


def test_keys_that_were_never_fetched_are_unavailable(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """That is no verdict on the token, and the next try is after the cool-down."""
    issuer.status = 503
    for _ in range(3):
        with pytest.raises(KeysUnavailableError):
            keys.find("RS256", "first")
    assert issuer.fetches == 1
    issuer.status = 200
    clock.move(COOL_DOWN)
    assert kid_of(keys, "first") == "first"


def test_the_last_good_set_stays_through_an_outage(issuer: Issuer, keys: RemoteKeySet, clock: Clock) -> None:
    """With the issuer down for a day, its known keys verify, and unknown ones are refused rather than unavailable."""
    assert kid_of(keys, "first") == "first"
    before = keys.version()
    issuer.status = 500
    for _ in range(24):
        clock.move(60 * 60)
        assert keys.version() == before
        assert kid_of(keys, "first") == "first"
        assert kid_of(keys, "unknown") is None


JUNK = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"<html>Sorry</html>", id="html"),
    pytest.param(b"\xff\xfe\x00", id="bytes"),
    pytest.param(b"null", id="null"),
    pytest.param(b"[]", id="list"),
    pytest.param(b"{}", id="no-keys"),
    pytest.param(b'{"keys":null}', id="keys-null"),
    pytest.param(b'{"keys":{"kid":"first"}}', id="keys-object"),
    pytest.param(b'{"keys":"first"}', id="keys-text"),
    pytest.param(b'{"keys":[],"keys":[]}', id="keys-twice"),
    pytest.param(b'{"keys":' + b"[" * 100_000, id="deep"),
    pytest.param(key_set(public_jwk(rsa("first"), kid="first"))[:-3], id="cut-off"),
]


@pytest.mark.parametrize("document", JUNK)
def test_junk_changes_nothing(issuer: Issuer, keys: RemoteKeySet, clock: Clock, document: bytes) -> None:
    """An answer that is no key set is an outage: the keys stay, and the next good answer counts."""
    assert kid_of(keys, "first") == "first"
    before = keys.version()
    issuer.document = document
    clock.move(MAXIMUM_AGE + 1)
    assert keys.version() == before
    assert kid_of(keys, "first") == "first"
    issuer.document = None
    issuer.publish("second")
    clock.move(COOL_DOWN)
    assert keys.version() != before
    assert kid_of(keys, "second") == "second"


@pytest.mark.parametrize("document", JUNK)
def test_junk_from_the_start_is_no_key_set(issuer: Issuer, keys: RemoteKeySet, document: bytes) -> None:
    """With nothing but junk, the keys are unavailable."""
    issuer.document = document
    with pytest.raises(KeysUnavailableError):
        keys.find("RS256", "first")


@pytest.mark.parametrize("document", [b'{"keys":[]}', b'{"keys":[null,5,"x",[],{}]}'], ids=["empty", "odd"])
def test_an_issuer_that_withdraws_its_only_key_is_believed(
    issuer: Issuer, keys: RemoteKeySet, clock: Clock, document: bytes
) -> None:
    """A key set without a usable key is no outage: what was known before is over."""
    assert kid_of(keys, "first") == "first"
    before = keys.version()
    issuer.document = document
    clock.move(MAXIMUM_AGE + 1)
    assert keys.version() != before
    assert kid_of(keys, "first") is None


def test_a_failed_fetch_is_logged_once(issuer: Issuer, keys: RemoteKeySet, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever runs the service reads why its keys are old; a flood of tokens is no flood of lines."""
    issuer.status = 500
    for _ in range(3):
        with pytest.raises(KeysUnavailableError):
            keys.find("RS256", "first")
    assert [(one.name, one.levelname) for one in caplog.records] == [("signet_tokens.remote_keys", "WARNING")]
    assert "could not fetch the keys at JWK_URL (HTTP Error 500" in caplog.text
