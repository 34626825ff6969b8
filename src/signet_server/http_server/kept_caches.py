"""
Django's caches, made once in a process.

Django keeps them in the context of a request, which is a copy of its worker's. A cache that a request makes is lost at
its end, with its connections.
"""

from __future__ import annotations

from django.core.cache import caches


def make_caches() -> None:
    """Make those of the settings, for every request whose context is a copy of this one."""
    for alias in caches:
        caches[alias]
