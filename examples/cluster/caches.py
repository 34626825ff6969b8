"""Redis or Valkey: one that counts, one that follows it, and three sentinels that choose another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import redis

from examples.cluster.part import Part
from examples.cluster.place import Place
from examples.cluster.ports import free_port
from examples.cluster.secret_words import Secrets

NAME: Final = "signet"
"""What the sentinels call the pair."""

WAIT: Final = 1.0
QUORUM: Final = 2

SERVER: Final = """\
bind 127.0.0.1
port {port}
dir {folder}
requirepass {password}
masterauth {password}
# Only counts of attempts, which are worth nothing after a minute: no file holds them.
save ""
appendonly no
repl-diskless-sync-delay 0
maxmemory 64mb
maxmemory-policy volatile-ttl
"""

SENTINEL: Final = """\
bind 127.0.0.1
port {port}
dir {folder}
sentinel monitor {name} 127.0.0.1 {master} {quorum}
sentinel auth-pass {name} {password}
sentinel down-after-milliseconds {name} 2000
sentinel failover-timeout {name} 6000
sentinel parallel-syncs {name} 1
"""


@dataclass
class Cache(Part):
    """A Redis or Valkey."""

    password: str = ""

    @property
    def url(self) -> str:
        """Of this one, whatever its role."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def is_primary(self) -> bool:
        """Whether it takes writes."""
        return self._role() == "master"

    def is_ready(self) -> bool:
        """Whether it answers."""
        return self._role() is not None

    def state(self) -> str:
        """Its role, where it runs."""
        state = super().state()
        if state != "ready":
            return state
        return "primary" if self.is_primary() else "replica"

    def _role(self) -> str | None:
        role = ask(self.port, "ROLE", self.password)
        return None if role is None else str(role[0])


@dataclass
class Sentinel(Part):
    """One of those that choose."""

    def is_ready(self) -> bool:
        """Whether it answers."""
        return ask(self.port, "PING") is not None


def caches(place: Place, programs: Mapping[str, str], secrets: Secrets) -> Sequence[Cache]:
    """A pair, of which the second follows the first."""
    first = _cache("redis1", "", place, programs, secrets)
    return [first, _cache("redis2", f"replicaof 127.0.0.1 {first.port}\n", place, programs, secrets)]


def sentinels(
    place: Place, programs: Mapping[str, str], secrets: Secrets, first: int, number: int = 3
) -> Sequence[Sentinel]:
    """So many sentinels, which find all of the pair through its *first* port."""
    return [_sentinel(f"sentinel{each}", place, programs, secrets, first) for each in range(1, number + 1)]


def ask(port: int, command: str, password: str | None = None) -> Any:
    """What the server on *port* answers; None where it doesn't."""
    client = redis.Redis(
        "127.0.0.1",
        port,
        password=password,
        socket_timeout=WAIT,
        socket_connect_timeout=WAIT,
        decode_responses=True,
    )
    try:
        return client.execute_command(command)  # type: ignore[no-untyped-call]
    except (redis.RedisError, OSError):
        return None
    finally:
        client.close()


def _cache(name: str, more: str, place: Place, programs: Mapping[str, str], secrets: Secrets) -> Cache:
    port = free_port()
    text = SERVER.format(port=port, folder=place.of(name), password=secrets.cache) + more
    file = place.write(name, "redis.conf", text)
    command = [programs["redis-server"], str(file)]
    return Cache(name, "cache", port, place.log(name), command, place.environment(), password=secrets.cache)


def _sentinel(name: str, place: Place, programs: Mapping[str, str], secrets: Secrets, first: int) -> Sentinel:
    port = free_port()
    text = SENTINEL.format(
        port=port, folder=place.of(name), name=NAME, master=first, quorum=QUORUM, password=secrets.cache
    )
    file = place.write(name, "sentinel.conf", text)
    command = [programs["redis-server"], str(file), "--sentinel"]
    return Sentinel(name, "watches the caches", port, place.log(name), command, place.environment())
