"""The connections to SQLite that a thread opens for itself, and whether they are closed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.signals import connection_created


@contextmanager
def opened_by(thread: str) -> Iterator[list[sqlite3.Connection]]:
    """Those that threads of this name open within this block."""
    opened: list[sqlite3.Connection] = []

    def remember(connection: Any, **kwargs: object) -> None:
        if threading.current_thread().name == thread:
            opened.append(connection.connection)

    connection_created.connect(remember)
    try:
        yield opened
    finally:
        connection_created.disconnect(remember)


def is_closed(connection: sqlite3.Connection) -> bool:
    """Whether nobody has to close it any more."""
    try:
        return connection.total_changes < 0
    except sqlite3.ProgrammingError:
        return True
