"""Caches to count in: local memory, and a Redis server of this process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from tests import servers
from tests.throttles.backends import local_memory, redis_at

NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)


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


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The time stands still, so that what is said about it is the same twice."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return NOON


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were hashed."""
    passwords: list[str] = []
    encode = MD5PasswordHasher.encode

    def encode_and_tell(self: MD5PasswordHasher, password: str, salt: str) -> str:
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode_and_tell)
    return passwords
