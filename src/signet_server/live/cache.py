"""The cache in Redis or Valkey: its part, its memory, its clock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache as default_cache
from redis.exceptions import RedisError

from signet_server.health import cache_answers
from signet_server.live.clocks import compared
from signet_server.live.finding import Finding, in_short

FULL: Final = 0.8
PORT: Final = 6379
AWAY: Final = "Check REDIS_URL, and that the server is running."


def cache() -> Iterator[Finding]:
    """Several lines."""
    location = settings.CACHES["default"].get("LOCATION")
    if location is None:
        yield Finding("cache", "Memory of each process: for one machine, as each counts attempts for itself.")
        return
    try:
        yield from _about(_client(), urlsplit(location).port or PORT)
    except (RedisError, OSError) as error:
        yield Finding("cache", f"No answer ({in_short(error)}), so sign-ins get 503; refreshes still work.", AWAY)


def _client() -> Any:
    proxy: Any = default_cache
    # Django names no other way to the server itself.
    return proxy._cache.get_client()  # noqa: SLF001


def _about(client: Any, port: int) -> Iterator[Finding]:
    found: dict[str, Any] = client.info()
    yield _part(found)
    if found.get("tcp_port", port) != port:
        yield Finding("cache", f"A proxy or a mapped port is in between: the server itself has {found['tcp_port']}.")
    yield _memory(found)
    yield compared("the cache", lambda: _seconds(client.time()))


def _part(found: dict[str, Any]) -> Finding:
    name = f"Redis {found.get('redis_version', '')}"
    if found.get("redis_mode") == "sentinel":
        return Finding("cache", f"{name} is a sentinel, which stores nothing.", "Point REDIS_URL to the primary.")
    if found.get("role") == "slave":
        return Finding("cache", f"{name} is a replica: sign-ins get 503.", "Point REDIS_URL to the primary.")
    if not cache_answers():
        return Finding("cache", f"{name} doesn't keep what is stored in it.", "Look at its memory and its log.")
    replicas = found.get("connected_slaves", 0)
    return Finding("cache", f"{name}, the primary, with {replicas} replicas: it counts attempts.")


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
