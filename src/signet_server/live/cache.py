"""The cache in Redis or Valkey: its part, its memory, its clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache as default_cache
from redis.exceptions import AuthenticationError, BusyLoadingError, RedisError, ResponseError

from signet_server.health import cache_answers
from signet_server.live.clocks import compared
from signet_server.live.finding import Finding, in_short

FULL: Final = 0.8
PLAIN: Final = "redis"
"""The scheme of a port that the server names: not the one for TLS, and no file. Those of Valkey were replaced."""

MEANING: Final = "A node with this REDIS_URL answers 503 to sign-ins; refreshes still work."
PRIMARY: Final = "Point REDIS_URL to the primary."


def cache() -> Iterator[Finding]:
    """Several lines."""
    location = settings.CACHES["default"].get("LOCATION")
    if location is None:
        yield Finding("cache", "Memory of each process: for one machine, as each counts attempts for itself.")
        return
    client = _client()
    try:
        yield from _about(client, location)
    except (RedisError, OSError) as error:
        found, step = _why(error)
        yield Finding("cache", f"{found} ({in_short(error)}). {MEANING}", step)
    finally:
        client.connection_pool.disconnect()


def _client() -> Any:
    proxy: Any = default_cache
    # Django names no other way to the server itself.
    return proxy._cache.get_client()  # noqa: SLF001


def _why(error: Exception) -> tuple[str, str]:
    """What *error* says, and the next step."""
    if isinstance(error, AuthenticationError):
        return "It refuses the user or the password", "Check them in REDIS_URL."
    if isinstance(error, BusyLoadingError):
        return "It is still reading its data from the disk", "Wait a moment, and ask again."
    if isinstance(error, ResponseError):
        return (
            "It answers, but refuses what Signet asks",
            "Check what the user of REDIS_URL may do. Use no Redis Cluster.",
        )
    return "No answer", "Check the host and port in REDIS_URL, the network, and that the server is running."


def _about(client: Any, location: str) -> Iterator[Finding]:
    try:
        found: dict[str, Any] = client.info()
    except ResponseError:
        # Providers often forbid it, and the service has no need of it.
        found = {}
        yield Finding("cache", "It shows this user nothing of itself (INFO).")
    yield _part(found)
    place = urlsplit(location)
    if place.scheme == PLAIN and place.port is not None and found.get("tcp_port", place.port) != place.port:
        yield Finding("cache", f"A proxy or a mapped port is in between: the server itself has {found['tcp_port']}.")
    if "used_memory" in found:
        yield _memory(found)
    with suppress(ResponseError):
        yield compared("the cache", lambda: _seconds(client.time()))


def _part(said: dict[str, Any]) -> Finding:
    name = f"Redis {said['redis_version']}" if "redis_version" in said else "The server"
    if said.get("redis_mode") == "sentinel":
        return Finding("cache", f"{name} is a sentinel, which stores nothing. {MEANING}", PRIMARY)
    if said.get("role") == "slave":
        return Finding("cache", f"{name} is a replica. {MEANING}", PRIMARY)
    if not cache_answers():
        return Finding(
            "cache", f"{name} doesn't keep what is stored in it. {MEANING}", "Look at its memory and its log."
        )
    if "role" not in said:
        return Finding("cache", f"{name} keeps what is stored in it, and counts attempts.")
    replicas = said.get("connected_slaves", 0)
    return Finding("cache", f"{name}, the primary; replicas: {replicas}. It counts attempts.")


def _memory(found: dict[str, Any]) -> Finding:
    used, most, policy = found["used_memory"], found.get("maxmemory", 0), found.get("maxmemory_policy", "")
    said = f"{_mib(used)} of memory in use"
    if not most:
        return Finding("cache", f"{said}, without a limit of its own ({policy}).")
    said = f"{said} of {_mib(most)} ({policy})"
    if used <= FULL * most:
        return Finding("cache", f"{said}.")
    meaning = "sign-ins get 503" if policy == "noeviction" else "it forgets attempts, so limits hold less"
    return Finding("cache", f"{said}. When it is full, {meaning}.", "Raise maxmemory.")


def _mib(number: int) -> str:
    return f"{number / 1_048_576:.1f} MiB"


def _seconds(moment: tuple[int, int]) -> float:
    return moment[0] + moment[1] / 1_000_000
