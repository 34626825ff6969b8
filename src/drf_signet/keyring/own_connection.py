"""
A connection of our own for a moment: to what a thread does meanwhile, it makes no difference.

A request may be in a transaction: one that is broken, that sees the rows of an hour ago, or that is undone. It may look
at the schema of a tenant. And a thread that serves no request would keep its connection open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connections

Result = TypeVar("Result")


def on_own_connection(alias: str, act: Callable[[str], Result]) -> Result:
    """
    What *act* returns for *alias*, whose queries to that database go over a new connection, which is closed then.

    In the thread of an event loop, where Django allows no queries, another thread runs *act*, and this one waits.
    """
    if not _is_event_loop():
        with _own_connection(alias):
            return act(alias)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: on_own_connection(alias, act)).result()


@contextmanager
def _own_connection(alias: str) -> Iterator[None]:
    before: Any = connections[alias]
    if _keeps_to_itself(before):
        yield
        return
    connections[alias] = own = before.copy()
    try:
        yield
    finally:
        connections[alias] = before
        own.close()


def _keeps_to_itself(connection: Any) -> bool:
    """Whether no second connection sees its rows: those in memory, and those of a test, which ends with a rollback."""
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()
    return in_memory or any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _is_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
