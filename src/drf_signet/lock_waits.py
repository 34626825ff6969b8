"""
Short waits for the locks of a migration, again and again.

PostgreSQL, MySQL and MariaDB line up everything that asks for a table. While a change of the table waits for one
transaction, all requests wait behind the change. So it gives up soon, lets them pass, and tries again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.core.management.base import CommandError
from django.db import DatabaseError, OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from drf_signet.database_errors import is_locked_out
from drf_signet.lock_holders import holders

WAIT: Final = 1
"""Seconds for a lock. Requests wait behind a migration for as long."""

LONGEST_PAUSE: Final = 10.0
"""Seconds between two attempts. The first pause is one second, and each is twice as long as the one before."""

ATTEMPTS: Final = 20
"""Three minutes, together with their pauses."""

UNCHOSEN: Final = frozenset({86_400, 31_536_000})
"""The ``lock_wait_timeout`` of MariaDB and of MySQL where nobody has set another one."""

Result = TypeVar("Result")
Say = Callable[[str], object]
Sleep = Callable[[float], object]


class StillLockedError(CommandError):
    """Others hold a lock, and go on to do so. The text says who, and what to do."""


class RefusedStatement:
    """Remembers what failed last: the statement that waited."""

    def __init__(self) -> None:
        self.sql = ""

    @contextmanager
    def watched(self, connection: BaseDatabaseWrapper) -> Iterator[None]:
        """In this block, the statements of *connection*."""
        with connection.execute_wrapper(self._send):
            yield

    def _send(self, execute: Callable[..., Any], sql: str, *others: object) -> Any:
        try:
            return execute(sql, *others)
        except DatabaseError:
            self.sql = str(sql)
            raise


class Statements:
    """Sends each statement again that got no lock: MySQL keeps those before it."""

    def __init__(self, connection: BaseDatabaseWrapper, say: Say, sleep: Sleep) -> None:
        self._connection = connection
        self._say = say
        self._sleep = sleep

    @contextmanager
    def repeated(self) -> Iterator[None]:
        """In this block, each statement is sent until it gets its locks, or raises `StillLockedError`."""
        with self._connection.execute_wrapper(self._send):
            yield

    def _send(self, execute: Callable[..., Any], *what: object) -> Any:
        if self._connection.in_atomic_block:
            # What came before it may be undone by now.
            return execute(*what)
        return until_unlocked(lambda: execute(*what), self._connection, RefusedStatement(), self._say, self._sleep)


def until_unlocked(
    attempt: Callable[[], Result],
    connection: BaseDatabaseWrapper,
    refused: RefusedStatement,
    say: Say,
    sleep: Sleep = time.sleep,
) -> Result:
    """
    What *attempt* answers, called again while others hold the locks that it needs. *say* hears who they are.

    Raises `StillLockedError` after `ATTEMPTS`. After each failure, *connection* has to be usable: it is asked about the
    tables of the *refused* statement.
    """
    number = 1
    while True:
        try:
            return attempt()
        except OperationalError as error:
            if not is_locked_out(error):
                raise
        found = _holders(connection, refused.sql)
        if number >= ATTEMPTS:
            raise StillLockedError(_advice(connection, found))
        pause = min(2.0 ** (number - 1), LONGEST_PAUSE)
        say(f"{_waits_for(found)} Trying again in {pause:.0f} s (attempt {number} of {ATTEMPTS} failed).")
        sleep(pause)
        number += 1


@contextmanager
def short_waits_in_mysql(connection: BaseDatabaseWrapper, say: Say, sleep: Sleep = time.sleep) -> Iterator[None]:
    """Each statement of the block waits for `WAIT` seconds, and is sent again. If another time was set, that counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@SESSION.lock_wait_timeout")
        before = int(cursor.fetchone()[0])
        if before not in UNCHOSEN:
            yield
            return
        cursor.execute(f"SET SESSION lock_wait_timeout = {WAIT}")
    try:
        with Statements(connection, say, sleep).repeated():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET SESSION lock_wait_timeout = {before}")


def _holders(connection: BaseDatabaseWrapper, sql: str) -> Sequence[tuple[str, str]]:
    try:
        # An error must not break the transaction of the migration.
        with transaction.atomic(connection.alias):
            return holders(connection, sql)
    except DatabaseError:
        # Not everybody may ask. What matters is the next attempt.
        return []


def _waits_for(found: Sequence[tuple[str, str]]) -> str:
    who = "; ".join(description for description, _ in found) or "another transaction"
    return f"A table that this migration changes is in use: {who}."


def _advice(connection: BaseDatabaseWrapper, found: Sequence[tuple[str, str]]) -> str:
    end = " ".join(f"{command};" for _, command in found)
    how = f"end it ({end})" if end else "end it"
    again = (
        "MySQL keeps the statements that this migration has completed: undo them before you migrate again."
        if connection.vendor == "mysql"
        else "Nothing of this migration is left."
    )
    return f"{_waits_for(found)} Wait for its end, or {how}, and migrate again. {again}"
