"""Caches with faults."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class Forgetful(LocMemCache):
    """Drops each new entry before it can be used."""

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Add, and forget."""
        added = super().add(key, *args, **kwargs)
        self.delete(key)
        return added


class ForgetfulOnce(LocMemCache):
    """Drops the first entry of each key."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self.dropped: set[str] = set()

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Add, but not the first time."""
        added = super().add(key, *args, **kwargs)
        if key not in self.dropped:
            self.dropped.add(key)
            self.delete(key)
        return added


class Leaving(LocMemCache):
    """Counts up, and fails when it has to count down."""

    def decr(self, *args: Any, **kwargs: Any) -> int:
        """Fail."""
        raise ConnectionError("The cache has gone away.")


class Remembering(LocMemCache):
    """Remembers the keys of its calls, and how long to keep new entries."""

    keys: set[str] = set()
    timeouts: list[object] = []

    def add(self, key: Any, value: Any, timeout: Any = None, version: int | None = None) -> bool:
        """Add."""
        self.timeouts.append(timeout)
        return super().add(key, value, timeout, version)

    def make_key(self, key: Any, version: int | None = None) -> str:
        """The key."""
        self.keys.add(str(key))
        return super().make_key(key, version)
