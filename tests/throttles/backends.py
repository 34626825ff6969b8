"""The cache in which is counted, as a setting of Django's."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from django.test import override_settings

LOCAL_MEMORY: Final = "django.core.cache.backends.locmem.LocMemCache"


def local_memory(backend: str = LOCAL_MEMORY, **options: object) -> Any:
    """A context manager in which counts are in the memory of this process, in a place of their own."""
    place = {"BACKEND": backend, "LOCATION": uuid4().hex, "OPTIONS": options}
    return override_settings(CACHES={"default": place})


def redis_at(url: str) -> Any:
    """A context manager in which counts are in the Redis server at *url*, under a prefix of their own."""
    backend = "django.core.cache.backends.redis.RedisCache"
    return override_settings(CACHES={"default": {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": uuid4().hex}})
