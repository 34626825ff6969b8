"""
Django's caches, made once in a process.

Django looks for them in the context of a request. Each request has a copy, so a cache that it makes is lost with it,
and so are the connections of that cache.
"""

from __future__ import annotations

from django.core.cache import caches


def make_caches() -> None:
    """Make those of the settings, for every request whose context is a copy of this one."""
    for alias in caches:
        caches[alias]
