"""One migration at a time, also by processes on several machines."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

KEY: Final = int.from_bytes(b"signet", "big")
"""Of the advisory lock in PostgreSQL: a number that nobody else should have chosen."""

WAIT: Final = 300.0
"""Seconds to wait for another migration."""

PAUSE: Final = 0.5
"""Seconds between two looks."""

WAITING: Final = "Waiting for another migration of this database."


class LockTakenError(Exception):
    """Another migration took too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"After {seconds:.0f} seconds, another migration of this database is still running.")


@contextmanager
def migrating(connection: BaseDatabaseWrapper, say: Callable[[str], object], wait: float = WAIT) -> Iterator[None]:
    """Nobody else migrates the database of *connection* here. Raises `LockTakenError` after *wait* seconds."""
    with _lock(connection) as take:
        if not take():
            say(WAITING)
            _take_later(take, wait)
        yield


def _take_later(take: Callable[[], bool], wait: float) -> None:
    end = time.monotonic() + wait
    while not take():
        if time.monotonic() >= end:
            raise LockTakenError(wait)
        time.sleep(PAUSE)


@contextmanager
def _lock(connection: BaseDatabaseWrapper) -> Iterator[Callable[[], bool]]:
    """A function that tries to take the lock. The block releases it at its end."""
    file = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "postgresql":
        with _lock_in_postgresql(connection) as take:
            yield take
    elif connection.vendor == "mysql":
        with _lock_in_mysql(connection) as take:
            yield take
    elif file.parent.is_dir():
        with _lock_of_folder(file.absolute().parent) as take:
            yield take
    else:
        yield lambda: True


@contextmanager
def _lock_in_postgresql(connection: Any) -> Iterator[Callable[[], bool]]:
    # Of a transaction, on a connection of its own: a lock of the session's is lost behind PgBouncer.
    own = connection.copy()
    own.set_autocommit(False)
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)")

            def take() -> bool:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEY])
                return bool(cursor.fetchone()[0])

            yield take
    finally:
        own.close()


@contextmanager
def _lock_in_mysql(connection: Any) -> Iterator[Callable[[], bool]]:
    # Of a connection of its own, and by the name of the database: the locks of a server are one for all of them.
    own = connection.copy()
    try:
        with own.cursor() as cursor:

            def take() -> bool:
                cursor.execute("SELECT GET_LOCK(LEFT(CONCAT('signet ', DATABASE()), 64), 0)")
                return bool(cursor.fetchone()[0])

            yield take
    finally:
        own.close()


@contextmanager
def _lock_of_folder(folder: Path) -> Iterator[Callable[[], bool]]:
    # Not of the file: to close it a second time would take SQLite's own locks away (How To Corrupt, 2.2).
    descriptor = os.open(folder, os.O_RDONLY)

    def take() -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    try:
        yield take
    finally:
        os.close(descriptor)
