"""KEY_SET_CACHE: key sets that outlive the process, in a cache that may be away, slow, or written to by others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from drf_signet import key_set_cache
from drf_signet.key_set_cache import CacheKeeper, keeper_at
from tests.issuers.realm import AUDIENCE, NORTH, SOUTH, publishing, show, trusting
from tests.stand_ins.key_pairs import public_jwk, rsa
from tests.stand_ins.own_connections import is_closed, opened_by

ENTRY = {"audience": AUDIENCE}
ISSUERS = {"ISSUERS": {NORTH.issuer: ENTRY}}
OPEN = Event()


class Refusing(BaseCache):
    """A cache whose server is away."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing."""
        raise ConnectionRefusedError("nobody listens there")

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing."""
        raise ConnectionRefusedError("nobody listens there")


class Silent(Refusing):
    """A cache whose server never answers."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Wait for the end of the test."""
        OPEN.wait(30)

    set = get


def using(backend: type) -> Any:
    """A project with that cache."""
    return override_settings(CACHES={"default": {"BACKEND": f"{backend.__module__}.{backend.__name__}"}})


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits long for a cache, and at the end of the test it answers."""
    monkeypatch.setattr(key_set_cache, "PATIENCE", 0.05)
    OPEN.clear()
    yield
    OPEN.set()
    for thread in threading.enumerate():
        if thread.name == "signet-key-set-cache":
            thread.join(10)


@pytest.mark.parametrize("place", ["cache", "folder"])
def test_a_restart_needs_no_issuer(db: None, place: str, tmp_path: Path) -> None:
    """What one process fetched, the next one finds."""
    kept = {"KEY_SET_CACHE": tmp_path / "keys"} if place == "folder" else {}
    with trusting(NORTH, signet=kept):
        assert show(NORTH.token()).status_code == 200
    with trusting(NORTH, signet=kept, published=False) as asked:
        assert show(NORTH.token()).status_code == 200
        assert show(NORTH.token(), "/stateless/").status_code == 200
    assert asked == []
    with trusting(NORTH, signet={**kept, "KEY_SET_CACHE": None}, published=False):
        assert show(NORTH.token()).status_code == 503


def test_keys_at_jwk_url_are_kept_as_well(db: None) -> None:
    """It is the short form."""
    url = f"{NORTH.issuer}/keys"
    signet = {"ALGORITHM": "RS256", "JWK_URL": url, "USER_ID_CLAIM": "sub", "TOKEN_TYPE_CLAIM": None, "JTI_CLAIM": None}
    for realms in ((NORTH,), ()):
        with publishing(*realms), override_settings(SIGNET=signet):
            assert show(NORTH.token(), "/stateless/").status_code == 200


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("backend", [Refusing, Silent])
def test_a_cache_that_is_away_fails_no_request(db: None, backend: type) -> None:
    """Keys are fetched all the same, and nobody waits for the cache again and again."""
    with using(backend), trusting(NORTH):
        for _ in range(3):
            assert show(NORTH.token()).status_code == 200
        waiting = [one for one in threading.enumerate() if one.name == "signet-key-set-cache"]
        assert len(waiting) <= 1


class Crowded(Refusing):
    """A cache that answers two at once, and nobody before."""

    both = Barrier(2, timeout=10)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing, when somebody else asks as well."""
        self.both.wait()


def test_several_threads_ask_a_cache_at_once(db: None) -> None:
    """A process starts without its issuer, and the first requests come together: each of them needs the answer."""
    with using(Crowded), ThreadPoolExecutor(2) as pool:
        keeper = CacheKeeper("default")
        assert list(pool.map(keeper.load, ["a", "b"])) == [None, None]


def test_only_our_own_entries_count(db: None, caplog: pytest.LogCaptureFixture) -> None:
    """Anyone who could plant a key in the cache could sign in as anybody."""
    with trusting(NORTH):
        assert show(NORTH.token()).status_code == 200
    ((name, kept),) = entries().items()
    planted = kept.replace(str(public_jwk(rsa("north"))["n"]), str(public_jwk(rsa("south"))["n"]))
    assert planted != kept
    unsigned = planted.rpartition(":")[0]
    values: list[Any] = [planted, unsigned, "", 5, b"x", {"keys": []}]
    for value in values:
        cache.set(name, value)
        with trusting(NORTH, published=False):
            assert show(NORTH.token(by="south", kid="north")).status_code == 503
            assert show(NORTH.token()).status_code == 503
    assert "another program wrote them" in caplog.text
    cache.set(name, kept)
    with trusting(NORTH, published=False):
        assert show(NORTH.token()).status_code == 200
    cache.set(name, kept)
    with override_settings(SECRET_KEY="another"), pytest.raises(ValueError, match="SECRET_KEY has changed"):
        CacheKeeper("default").load(name)


def test_an_entry_of_one_issuer_is_none_of_another(db: None) -> None:
    """Whoever can write to the cache can copy entries, too."""
    with trusting(NORTH, SOUTH):
        for realm in (NORTH, SOUTH):
            assert show(realm.token()).status_code == 200
    north, south = entries()
    values = entries()
    cache.set(north, values[south])
    cache.set(south, values[north])
    with trusting(NORTH, SOUTH, published=False):
        for realm in (NORTH, SOUTH):
            assert show(realm.token()).status_code == 503


def test_a_former_secret_key_is_believed(db: None) -> None:
    """As long as Django believes it."""
    with trusting(NORTH):
        assert show(NORTH.token()).status_code == 200
    ((name, _),) = entries().items()
    former = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[former]):
        assert CacheKeeper("default").load(name)


def test_without_a_secret_key_nothing_is_kept(db: None) -> None:
    """And nothing fails."""
    with trusting(NORTH), override_settings(SECRET_KEY="", MIDDLEWARE=[]):
        assert show(NORTH.token()).status_code == 200
    assert entries() == {}


@pytest.mark.django_db(transaction=True)
def test_a_cache_in_the_database_works() -> None:
    """In a thread of its own, whose connection is closed."""
    backend = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept_keys"}
    with override_settings(CACHES={"default": backend}):
        call_command("createcachetable", verbosity=0)
        for realms in ((NORTH,), ()):
            with trusting(NORTH, published=bool(realms)), opened_by("signet-key-set-cache") as opened:
                assert show(NORTH.token()).status_code == 200
            assert opened
            assert all(map(is_closed, opened))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE kept_keys")


def test_the_place_says_what_keeps(tmp_path: Path) -> None:
    """An alias is a cache, a path a folder."""
    assert keeper_at(None) is None
    assert isinstance(keeper_at("default"), CacheKeeper)
    assert repr(keeper_at(tmp_path)) == f"FileKeeper({str(tmp_path)!r})"
    with override_settings(SIGNET={**ISSUERS, "KEY_SET_CACHE": "nowhere"}), publishing(NORTH):
        assert show(NORTH.token(), "/stateless/").status_code == 200


def entries() -> dict[str, str]:
    """What is in the cache, by the names, oldest first."""
    names = [name.split(":", 2)[2] for name in cache._cache]  # type: ignore[attr-defined]  # that of local memory
    return {name: cache.get(name) for name in reversed(names) if name.startswith("signet-keys-")}
