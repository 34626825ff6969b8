"""Caches to count in: local memory, and a Redis server of this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real_parts import servers
from tests.throttles.backends import local_memory, redis_at


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a Redis server."""
    with servers.redis() as url:
        yield url


@pytest.fixture
def redis(redis_url: str) -> Iterator[None]:
    """Counts are in Redis."""
    with redis_at(redis_url):
        yield


@pytest.fixture(params=["local-memory", "redis"])
def counts(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both caches, one after the other."""
    if request.param == "redis":
        request.getfixturevalue("redis")
        yield
    else:
        with local_memory():
            yield
