"""What happens to the cache, in which attempts are counted. Those who are signed in need it for nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

import redis

from examples.cluster.caches import Cache
from tests.cluster.fault import Fault
from tests.cluster.stage import PATIENCE, Stage, wait_until

AFTER: Final = 2.0
"""Seconds until HAProxy has found the primary, and a process of the service asks again: one each."""


@contextmanager
def killed(stage: Stage) -> Iterator[None]:
    """The sentinels choose the other one."""
    former = primary(stage)
    former.kill()
    yield
    (other,) = [one for one in stage.cluster.caches if one is not former]
    wait_until(other.is_primary, "the sentinels chose nobody", PATIENCE)


@contextmanager
def frozen(stage: Stage) -> Iterator[None]:
    """It accepts connections, and never answers; the sentinels choose the other one."""
    former = primary(stage)
    former.freeze()
    yield
    (other,) = [one for one in stage.cluster.caches if one is not former]
    wait_until(other.is_primary, "the sentinels chose nobody", PATIENCE)
    wait_until(lambda: leads_to(stage) == other.port, "HAProxy leads to the former one", PATIENCE)
    former.thaw()
    # The former one takes itself for the primary until the sentinels tell it, some seconds later.
    for _ in range(20):
        assert leads_to(stage) == other.port, "two of them count"
        time.sleep(0.05)


@contextmanager
def stalled(stage: Stage) -> Iterator[None]:
    """It stands still for less time than the sentinels need to see it."""
    cache = primary(stage)
    cache.freeze()
    try:
        yield
    finally:
        cache.thaw()


@contextmanager
def full(stage: Stage) -> Iterator[None]:
    """It forgets nothing, and has no room for more."""
    with redis.Redis.from_url(primary(stage).url) as operator:
        before = {name: operator.config_get(name)[name] for name in ("maxmemory", "maxmemory-policy")}
        operator.config_set("maxmemory-policy", "noeviction")
        operator.config_set("maxmemory", 1)
        try:
            yield
        finally:
            for name, value in before.items():
                operator.config_set(name, value)


def leads_to(stage: Stage) -> int | None:
    """The port of the cache that a new connection through HAProxy gets to."""
    url = urlsplit(stage.cluster.caches[0].url)._replace(
        netloc=f":{stage.cluster.secrets.cache}@127.0.0.1:{stage.cluster.proxy.cache_port}"
    )
    with redis.Redis.from_url(url.geturl(), socket_timeout=1) as client:
        try:
            return int(client.config_get("port")["port"])
        except redis.RedisError:
            return None


def primary(stage: Stage) -> Cache:
    """The one that takes writes."""
    found: list[Cache] = []

    def is_found() -> bool:
        found[:] = [one for one in stage.cluster.caches if one.is_primary()]
        return len(found) == 1

    wait_until(is_found, "there is no primary cache", PATIENCE)
    return found[0]


FAULTS: Final = (
    Fault("cache stalls", stalled, AFTER, long=1.5, keeps_refreshes=True),
    Fault("cache full", full, AFTER, keeps_refreshes=True),
    Fault("cache killed", killed, AFTER, keeps_refreshes=True),
    Fault("cache frozen", frozen, AFTER, short=None, keeps_refreshes=True),
)
