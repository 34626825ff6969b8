"""
Django's backend, in which a write waits for the file's lock for a limited time, and not at all while it is known to be
held for long. Reads don't wait: the file is in WAL mode.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from drf_signet.circuit_breaker import Circuit
from signet_server.deadline import is_limited, remaining

CIRCUIT: Final = Circuit()

LOCK: Final = 2.5
"""Seconds that a write waits for the lock."""

WRITING: Final = re.compile(r"\s*(BEGIN|INSERT|UPDATE|DELETE|REPLACE)\b", re.ASCII | re.IGNORECASE)


class BoundedCursor(base.SQLiteCursorWrapper):
    """Says how long to wait before each write, and remembers whether that was in vain."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Execute *query*."""
        if not is_limited() or WRITING.match(query) is None:
            return super().execute(query, params)
        may_wait = CIRCUIT.enter()
        seconds = min(LOCK, max(remaining(), 0)) if may_wait else 0
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1_000)}")
        try:
            result = super().execute(query, params)
        except sqlite3.OperationalError as error:
            if not _is_locked(error):
                CIRCUIT.held()
            elif may_wait:
                CIRCUIT.broke()
            raise
        except BaseException:
            CIRCUIT.held()
            raise
        CIRCUIT.held()
        return result


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits for a limited time."""

    def get_connection_params(self) -> dict[str, Any]:
        """Those of Django. Only a command makes an empty file where there is none: it may be that it was moved away."""
        parameters: dict[str, Any] = super().get_connection_params()
        if is_limited() and not self.is_in_memory_db():
            parameters["database"] = f"file:{quote(str(parameters['database']))}?mode=rw"
        return parameters

    def create_cursor(self, name: str | None = None) -> BoundedCursor:
        """A cursor, while the request has time left."""
        if remaining() <= 0 and is_limited():
            error = sqlite3.OperationalError("the request takes too long")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        cursor: BoundedCursor = self.connection.cursor(factory=BoundedCursor)
        return cursor


def _is_locked(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
