"""A tenant in a process of one database, for tests of what a token says: who is served is what a test says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import connection
from django.test import override_settings

TENANT: Final = "tests.others.tenants.served.current"
_of_thread: Final = threading.local()
_served: ContextVar[object] = ContextVar("served")


def current() -> Any:
    """What the test says; nothing is served outside of `serving`."""
    return _served.get()


def at_connection() -> str:
    """As with django-tenants, each thread has its own."""
    return connection.alias


def in_thread() -> str | None:
    """A variable of the thread."""
    return getattr(_of_thread, "name", None)


def asked_with(user: object) -> str:
    """A function that nobody can call."""
    return str(user)


async def awaited() -> str:
    """Nor this one."""
    return "b"


def key() -> int:
    """A primary key, which is no name."""
    return 7


def nothing() -> str:
    """An empty name."""
    return ""


@contextmanager
def serving(name: object, **signet: object) -> Iterator[None]:
    """A block in which *name* is served, with these settings."""
    token = _served.set(name)
    try:
        with override_settings(SIGNET={"TENANT": TENANT, **signet}):
            yield
    finally:
        _served.reset(token)


def nobody_served(**signet: object) -> Any:
    """The settings without a tenant, such as in a command that forgot to enter one."""
    return override_settings(SIGNET={"TENANT": TENANT, **signet})
