"""
Django's backend, with a limit on each wait, and a circuit.

The server ends statements that take too long, and the client hangs up on a server that says nothing. How long that
takes is settled when it connects, so a request that has less time left waits no shorter: nothing is begun after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.backends.mysql import base

from drf_signet.circuit_breaker import Circuit, CircuitOpenError
from signet_server.deadline import is_limited, remaining

CIRCUIT: Final = Circuit()
DRIVER: Final[Any] = base.DatabaseWrapper.Database

WAITS: Final[Mapping[str, int]] = {"connect_timeout": 2, "read_timeout": 5, "write_timeout": 5}
"""Seconds until a server that says nothing counts as away."""

STATEMENT: Final = 4
"""Seconds of one statement: the server ends it. MySQL does so for those that read."""

LOCK: Final = 3
"""Seconds that a statement waits for the lock of a row, and of a table."""

IDLE: Final = 10
"""Seconds without a statement after which MariaDB ends a transaction."""

SILENCES: Final = frozenset({2002, 2003, 2005, 2006, 2012, 2013, 2055})
"""Numbers of what the client raises where no server answers."""


class BoundedCursor:
    """Remembers where the server didn't answer."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def execute(self, query: str, args: Any = None) -> Any:
        """Execute *query*."""
        return self._asking(self._cursor.execute, query, args)

    def executemany(self, query: str, args: Any) -> Any:
        """Execute *query* with each of *args*."""
        return self._asking(self._cursor.executemany, query, args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    def _asking(self, ask: Any, *args: Any) -> Any:
        try:
            return ask(*args)
        except DRIVER.OperationalError as error:
            if is_silence(error):
                CIRCUIT.broke()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects, and waits, for a limited time."""

    def get_connection_params(self) -> dict[str, Any]:
        """Those of Django, with `WAITS` where the operator says nothing else."""
        parameters: dict[str, Any] = super().get_connection_params()
        return {**WAITS, **parameters} if is_limited() else parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection, unless there was none to be had a moment ago."""
        connect = super().get_new_connection
        try:
            return CIRCUIT.call(lambda: connect(conn_params), DRIVER.OperationalError)
        except CircuitOpenError as error:
            raise DRIVER.OperationalError(2002, f"the server {error}") from None

    def init_connection_state(self) -> None:
        """Set the limits of the server."""
        super().init_connection_state()
        if is_limited():
            with self.cursor() as cursor:
                cursor.execute(f"SET SESSION {', '.join(self._limits())}")

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor, while the request has time left."""
        if remaining() <= 0 and is_limited():
            raise DRIVER.OperationalError(1317, "the request takes too long")
        return BoundedCursor(super().create_cursor(name))

    def _limits(self) -> list[str]:
        waits = [f"innodb_lock_wait_timeout = {LOCK}", f"lock_wait_timeout = {LOCK}"]
        if not self.mysql_is_mariadb:
            return [*waits, f"max_execution_time = {STATEMENT * 1_000}"]
        return [*waits, f"max_statement_time = {STATEMENT}", f"idle_transaction_timeout = {IDLE}"]


def is_silence(error: Exception) -> bool:
    """Whether *error* of the driver's says that no server answered."""
    return bool(error.args) and error.args[0] in SILENCES
