"""A private key that another process holds: what is answered while it is there, while it is away, and in between."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from django.contrib.auth.models import User
from joserfc.jwk import ECKey
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.errors import SignerUnavailableError
from drf_signet.sessions.models import Session
from drf_signet.sessions.refresh import refresh as refresh_one
from drf_signet.sessions.refresh import refresh_pair
from drf_signet.sessions.tokens import RefreshToken, SlidingToken
from signet_tokens import jws
from signet_tokens.key_ring import KeyRing
from signet_tokens.keys import SigningKey
from signet_tokens.ring_key import RingKey
from signet_tokens.signer import Signer
from tests.sessions_wire.client import CREDENTIALS, bearer, refresh, sign_in
from tests.sessions_wire.places import API, REFRESH
from tests.stand_ins.forks import child_asked
from tests.stand_ins.signing_process import SigningProcess, SocketSigner
from tests.wire.answers import body

PAIR = ECKey.generate_key("P-256")
PUBLIC = SigningKey.load(PAIR.as_dict(private=False), "ES256")
PRIVATE = SigningKey.load(PAIR.as_dict(private=True), "ES256")


class Store:
    """The store of a project whose key lives elsewhere."""

    interval = 60.0
    signer: ClassVar[Signer]

    def read(self) -> Sequence[RingKey]:
        """One key, of which only the public half is here."""
        return [RingKey(SigningKey.held_elsewhere(PAIR.as_dict(private=False), "ES256", self.signer))]


class Here:
    """A signer that counts, and before each signature does what a test says."""

    def __init__(self) -> None:
        self.signed: list[bytes] = []
        self.before: Callable[[int], object] = lambda number: None

    def sign(self, data: bytes) -> bytes:
        """The signature."""
        self.signed.append(data)
        self.before(len(self.signed))
        return PRIVATE.sign(data)


@pytest.fixture(autouse=True)
def _keys_of_the_store(settings: Settings) -> None:
    settings.SIGNET = {"ALGORITHM": "ES256", "SIGNING_KEYS": f"{__name__}.Store"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    """The signer of the store."""
    signer = Here()
    monkeypatch.setattr(Store, "signer", signer, raising=False)
    return signer


@pytest.fixture(scope="module")
def process() -> Iterator[SigningProcess]:
    """Another process that signs."""
    # Not pytest's folder: the path of a socket has 108 characters at most.
    with tempfile.TemporaryDirectory() as folder:
        process = SigningProcess(Path(folder) / "s", PAIR.as_pem(private=True))
        yield process
        process.stop()


@pytest.fixture
def elsewhere(process: SigningProcess, monkeypatch: pytest.MonkeyPatch) -> SigningProcess:
    """The same, started, and asked by the store."""
    process.stop()
    process.start()
    monkeypatch.setattr(Store, "signer", SocketSigner(process.path), raising=False)
    return process


def test_another_process_signs(user: User, api: APIClient, elsewhere: SigningProcess) -> None:
    """Sign-in and refresh; whoever has the public key verifies."""
    first = sign_in(api)
    for token in (*refresh(api, first["refresh"]).values(), first["access"]):
        if isinstance(token, str):
            assert jws.verify(token.encode(), KeyRing([PUBLIC])).key.kid == PUBLIC.kid


def test_without_it_nothing_is_written_and_everything_goes_on_afterwards(
    user: User, api: APIClient, elsewhere: SigningProcess
) -> None:
    """503 with a code and Retry-After. Tokens that were signed before are valid all the while."""
    tokens = sign_in(api)
    before = list(Session.objects.values())
    elsewhere.stop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("signet_tokens.signer.FRESH", -1.0)
        for answer in (api.post(f"{API}token/", CREDENTIALS), REFRESH.show(api, tokens["refresh"])):
            assert (answer.status_code, body(answer)["code"]) == (503, "signer_unavailable")
            assert answer.headers["Retry-After"] == "5"
    assert list(Session.objects.values()) == before
    assert api.get(f"{API}sessions/", HTTP_AUTHORIZATION=bearer(tokens["access"])).status_code == 200
    elsewhere.start()
    sign_in(api)
    refresh(api, tokens["refresh"])


def test_a_child_of_a_fork_asks_by_itself(user: User, elsewhere: SigningProcess) -> None:
    """While its parent does, and with no connection of its parent's."""
    (stored,) = Store().read()
    key = stored.key
    key.sign(b"before")

    def signs() -> bool:
        return all(PUBLIC.verify(b"%d" % number, key.sign(b"%d" % number)) for number in range(20))

    children = [child_asked(signs) for _ in range(2)]
    assert signs()
    assert all(child() for child in children)


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("grace", [timedelta(), timedelta(seconds=10)], ids=["strict", "usual"])
def test_a_signer_that_goes_away_in_the_middle_moves_no_session(
    user: User, here: Here, settings: Settings, failing: int, grace: timedelta
) -> None:
    """It answered a moment ago. Where a replaced token is never accepted again, the session would be lost."""
    settings.SIGNET = {**settings.SIGNET, "REFRESH_GRACE_PERIOD": grace, "REFRESH_RETRY_PERIOD": grace}
    raw = str(RefreshToken.for_user(user))
    before = list(Session.objects.values())
    start = len(here.signed)

    def away(number: int) -> None:
        if number >= start + failing:
            raise ConnectionRefusedError

    here.before = away
    with pytest.raises(SignerUnavailableError):
        refresh_pair(raw, RefreshToken)
    assert list(Session.objects.values()) == before
    here.before = lambda number: None
    answer = refresh_pair(raw, RefreshToken)
    assert answer.refresh is not None
    assert answer.refresh["gen"] == Session.objects.get().generation == 1


def test_a_sliding_token_is_kept_as_well(user: User, here: Here) -> None:
    """There is one token to sign."""
    raw = str(SlidingToken.for_user(user))
    start = len(here.signed)

    def away(number: int) -> None:
        raise TimeoutError

    here.before = away
    with pytest.raises(SignerUnavailableError):
        refresh_one(raw, SlidingToken)
    assert Session.objects.get().generation == 0
    here.before = lambda number: None
    # The check before asks again, as the last answer was none.
    assert str(refresh_one(raw, SlidingToken))
    assert (Session.objects.get().generation, len(here.signed) - start) == (1, 3)


def test_a_refresh_asks_once_for_each_token(user: User, api: APIClient, here: Here) -> None:
    """The answer holds the tokens that were signed before the session moved on."""
    raw = str(RefreshToken.for_user(user))
    start = len(here.signed)
    refresh(api, raw)
    assert len(here.signed) - start == 2
    assert len(set(here.signed)) == len(here.signed)


def test_one_that_was_slower_answers_as_the_faster_one(user: User, here: Here) -> None:
    """While its tokens were being signed, another request moved the session on."""
    raw = str(RefreshToken.for_user(user))
    start = len(here.signed)
    faster: list[str] = []

    def meanwhile(number: int) -> None:
        if number == start + 1:
            faster.append(str(refresh_pair(raw, RefreshToken).refresh))

    here.before = meanwhile
    slower = refresh_pair(raw, RefreshToken)
    assert slower.refresh is not None
    assert RefreshToken(str(slower.refresh)).payload == RefreshToken(faster[0]).payload
    assert slower.access["sid"] == str(Session.objects.get().pk)
    assert Session.objects.get().generation == 1
