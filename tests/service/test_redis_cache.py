"""A Redis that is away or silent costs a quarter of a second, and then nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis

from drf_signet.circuit_breaker import PAUSE, Circuit
from signet_server import redis_cache
from signet_server.environment import read_environment
from signet_server.redis_cache import WAIT, BoundedRedisCache
from tests.real_parts import servers
from tests.service.test_environment import GOOD
from tests.stand_ins.clock import Clock

USES: dict[str, Callable[[Any], object]] = {
    "add": lambda cache: cache.add("key", 1),
    "get": lambda cache: cache.get("key"),
    "set": lambda cache: cache.set("key", 1),
    "incr": lambda cache: cache.incr("key"),
    "touch": lambda cache: cache.touch("key"),
    "delete": lambda cache: cache.delete("key"),
    "has": lambda cache: "key" in cache,
    "get-many": lambda cache: cache.get_many(["key", "other"]),
    "set-many": lambda cache: cache.set_many({"key": 1}),
    "delete-many": lambda cache: cache.delete_many(["key"]),
    "clear": lambda cache: cache.clear(),
}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """That of the circuit."""
    moved = Clock()
    monkeypatch.setattr(redis_cache, "CIRCUIT", Circuit(moved))
    return moved


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Accepts connections, and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=64)) as listening:
        yield listening


def cache_at(place: object) -> Any:
    """The cache that the service has with REDIS_URL at *place*."""
    port = place.getsockname()[1] if isinstance(place, socket.socket) else place
    config = read_environment({**GOOD, "REDIS_URL": f"redis://127.0.0.1:{port}/0"}).cache
    assert config["BACKEND"] == "signet_server.redis_cache.BoundedRedisCache"
    return BoundedRedisCache(config["LOCATION"], {})


def connections(listening: socket.socket) -> int:
    """How many came since the last look."""
    listening.settimeout(0)
    number = 0
    try:
        while True:
            listening.accept()[0].close()
            number += 1
    except BlockingIOError:
        return number


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_silent_server_is_asked_once(silent: socket.socket, clock: Clock, use: Any) -> None:
    """Not again after the time is over, and not by anybody else for a second."""
    cache = cache_at(silent)
    with pytest.raises(redis.TimeoutError):
        use(cache)
    assert connections(silent) == 1
    for other in USES.values():
        with pytest.raises(redis.ConnectionError, match="did not answer a moment ago"):
            other(cache)
    assert connections(silent) == 0
    clock.move(PAUSE)
    with pytest.raises(redis.TimeoutError):
        use(cache)
    assert connections(silent) == 1


def test_waits_are_short(silent: socket.socket) -> None:
    """For a connection, and for an answer; and what the operator says comes first."""
    assert WAIT <= 0.25
    connection: Any = cache_at(silent)._cache.get_client().connection_pool.make_connection()
    assert (connection.socket_connect_timeout, connection.socket_timeout) == (WAIT, WAIT)
    own = read_environment({**GOOD, "REDIS_URL": "redis://127.0.0.1/0?socket_timeout=2"}).cache["LOCATION"]
    connection = BoundedRedisCache(own, {})._cache.get_client().connection_pool.make_connection()
    assert connection.socket_timeout == 2


def test_a_server_that_was_started_anew_is_no_fault() -> None:
    """The connection from before is replaced without anybody noticing."""
    with servers.redis() as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        cache = cache_at(port)
        cache.set("key", 1)
        pool = cache._cache.get_client().connection_pool
        (idle,) = [pool.get_connection()]
        idle._sock.shutdown(socket.SHUT_RDWR)
        pool.release(idle)
        assert cache.get("key") == 1


def test_a_server_that_refuses_is_asked_again() -> None:
    """It answers, so there is nothing to wait for."""
    with servers.redis() as url:
        cache = BoundedRedisCache(url, {})
        cache.set("text", "no number")
        for _ in range(3):
            with pytest.raises(redis.ResponseError):
                cache.incr("text")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that are sent."""
    execute, names = redis_cache.BoundedRedis.execute_command, []

    def noted(self: Any, name: str, *args: Any, **options: Any) -> Any:
        names.append(name)
        return execute(self, name, *args, **options)

    monkeypatch.setattr(redis_cache.BoundedRedis, "execute_command", noted)
    return names


def test_a_count_is_one_round_trip(asked: list[str]) -> None:
    """It keeps the time at which it expires, and one that isn't there begins with nothing that would never expire."""
    with servers.redis() as url:
        cache = cache_at(url.rpartition(":")[2].partition("/")[0])
        with pytest.raises(ValueError, match="not found"):
            cache.incr("key")
        cache.add("key", 0, 60)
        asked.clear()
        assert [cache.incr("key"), cache.incr("key", 5), cache.decr("key")] == [1, 6, 5]
        assert asked == ["EVAL"] * 3
        assert cache.get("key") == 5
        client = cache._cache.get_client(None)
        assert client is cache._cache.get_client("key", write=True), "it is made once"
        assert 0 < client.ttl(cache.make_key("key")) <= 60
        assert client.dbsize() == 1
        client.connection_pool.disconnect()


def test_a_server_that_follows_another_one_is_left(tmp_path: Path) -> None:
    """After a failover, the address leads to the new primary, but an open connection still to the one before."""
    with servers.redis() as former, servers.redis() as present:
        for url in (former, present):
            with redis.Redis.from_url(url) as operator:
                operator.config_set("dir", str(tmp_path))
        cache = BoundedRedisCache(former, {})
        cache.set("key", 1)
        pool = cache._cache.get_client().connection_pool
        held = pool.get_connection()
        # Where the address leads to when this connection is made the next time.
        held.port = int(str(urlsplit(present).port))
        pool.release(held)
        with redis.Redis.from_url(former) as operator:
            operator.replicaof("127.0.0.1", str(held.port))
        BoundedRedisCache(present, {}).set("key", 2)
        assert cache.incr("key") == 3
        cache.set("key", 4)
        assert BoundedRedisCache(present, {}).get("key") == 4
