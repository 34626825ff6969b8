"""
What must not be open when a process forks.

SQLite forbids that a child uses, or closes, a connection of its parent: the file would be destroyed ("How To Corrupt An
SQLite Database File", section 2.6). A socket that several processes hold mixes up their answers.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from django.core.cache import caches
from django.db import connections

from signet_server.hashing import PLACES


def close_everything() -> None:
    """Close what the checks before the start have opened. Each process opens its own again on use."""
    connections.close_all()
    for alias in caches:
        # What a cache keeps open has no common name among backends: it is closed with the last reference.
        with suppress(AttributeError):
            del caches[alias]
    gc.collect()
    # The child would wait for threads that it doesn't have.
    PLACES.end_threads()
