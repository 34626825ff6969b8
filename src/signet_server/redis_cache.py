"""Django's cache in Redis, in which an operation waits for a quarter of a second, and a circuit ends the waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.connection import ConnectionPool
from redis.retry import Retry

from drf_signet.circuit_breaker import Circuit, CircuitOpenError

CIRCUIT: Final = Circuit()

WAIT: Final = 0.25
"""Seconds for a connection, and for an answer."""

INCREMENT: Final = """
if redis.call("EXISTS", KEYS[1]) == 0 then return false end
local sum = redis.pcall("INCRBY", KEYS[1], ARGV[1])
if type(sum) == "table" and string.find(sum.err, "READONLY", 1, true) then
    return redis.error_reply("READONLY the server follows another one")
end
return sum
"""
"""
Adds to a number that is there. A key that expired between two commands would begin anew, and never expire.

Before version 7, an error of a script has no code that says that the server is a replica.
"""

SILENCES: Final = (redis.ConnectionError, redis.TimeoutError, OSError)

Result = TypeVar("Result")


class BoundedPipeline(Pipeline):
    """Several commands at once."""

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        """Their answers."""
        return _ask(lambda: super(BoundedPipeline, self).execute(raise_on_error))


class BoundedRedis(redis.Redis):
    """Asks nothing while there is no answer."""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """The answer to one command."""
        return _ask(lambda: super(BoundedRedis, self).execute_command(*args, **options))  # type: ignore[no-untyped-call]

    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Pipeline:
        """What sends several commands at once."""
        return BoundedPipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)


class BoundedClient(RedisCacheClient):
    """What Django's cache speaks to Redis by. What the operator says in the URL comes before what is said here."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **{**connection_options(), **options})
        self._client = BoundedRedis
        self._clients: dict[ConnectionPool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """One for each server, kept: to make it takes longer than to ask it."""
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]  # its stubs leave that out
        if pool not in self._clients:
            self._clients[pool] = self._client(connection_pool=pool)
        return self._clients[pool]

    def incr(self, key: Any, delta: int) -> int:
        """Add *delta* to the number at *key*: one round trip, where Django's takes two. Raises `ValueError`."""
        number = self.get_client(key, write=True).eval(INCREMENT, 1, key, delta)
        if number is None:
            raise ValueError(f"Key {key!r} not found.")
        return int(number)


class BoundedRedisCache(RedisCache):
    """The cache."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = BoundedClient


def connection_options() -> dict[str, Any]:
    """How connections are made."""
    return {
        "socket_connect_timeout": WAIT,
        "socket_timeout": WAIT,
        # Once more, by another connection, where the server hung up meanwhile, or where it only follows another one
        # since a failover; never where it was silent.
        "retry": Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError, redis.ReadOnlyError)),
    }


def _ask(command: Callable[[], Result]) -> Result:
    try:
        return CIRCUIT.call(command, *SILENCES)
    except CircuitOpenError as error:
        raise redis.ConnectionError(f"The cache {error}.") from None
