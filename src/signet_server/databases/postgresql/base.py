"""
Django's backend, with a limit on each wait, and a circuit.

The limits of the server are of no use when the server itself stands still, and those of TCP neither while its machine
goes on to acknowledge what it receives. So the client counts the seconds, and hangs up.
"""

from __future__ import annotations

import select
import time
from collections.abc import Generator
from datetime import UTC
from typing import Any, Final, TypeVar

import psycopg
from django.db.backends.postgresql import base

from drf_signet.circuit_breaker import Circuit, CircuitOpenError
from signet_server.databases.limits import limits_to_set, longest_statement
from signet_server.databases.postgresql.moments import read_in_utc
from signet_server.databases.postgresql.schema import BoundedSchemaEditor
from signet_server.deadline import is_limited, remaining, within

CIRCUIT: Final = Circuit()

GRACE: Final = 1.0
"""Seconds beyond the longest statement, in which the server may say that it was too long."""

LEAST: Final = 0.5
"""Seconds that a wait has at least: what ends a transaction comes last."""

READ_DATES: Final = "ISO"
"""The one style that psycopg reads moments in. A role may have another."""

HEALTH_CHECK: Final = 2.0
"""Seconds in which a connection that is new, or lay idle, has to answer, before a request makes use of it."""

FRESH: Final = 1.0
"""Seconds after an answer in which a request makes use of a connection unasked, unless the server has spoken since."""

Result = TypeVar("Result")


class BoundedConnection(psycopg.Connection[Any]):
    """Hangs up when there is no answer in time."""

    longest_wait = float("inf")
    """Seconds."""

    is_read_only = False
    """Whether the server refused a change: a standby, or a primary that has been replaced."""

    _answered_at = -float("inf")

    @property
    def is_fresh(self) -> bool:
        """Whether the server answered a moment ago, and has not taken leave since: nothing came that nobody read."""
        if self.closed or self.is_read_only or time.monotonic() - self._answered_at >= FRESH:
            return False
        unread = select.poll()
        unread.register(self.pgconn.socket, select.POLLIN)
        return not unread.poll(0)

    def wait(self, gen: Generator[Any, Any, Result], *args: Any, **kwargs: Any) -> Result:
        """What *gen* comes to. Raises `psycopg.OperationalError`, with the connection closed, after too long."""
        seconds = min(self.longest_wait, max(remaining(), LEAST)) if is_limited() else float("inf")
        try:
            result = super().wait(_until(gen, time.monotonic() + seconds), *args, **kwargs)
        except TimeoutError:
            self.close()
            CIRCUIT.doubt()
            raise psycopg.OperationalError(f"no answer within {seconds:.1f} seconds") from None
        except psycopg.errors.ReadOnlySqlTransaction:
            self.is_read_only = True
            raise
        self._answered_at = time.monotonic()
        return result


class Driver:
    """psycopg, with connections of ours."""

    @property
    def connect(self) -> Any:
        """Looked up on use: what watches psycopg may have changed it."""
        return BoundedConnection.connect

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects, and waits, for a limited time."""

    health_check_done: bool
    SchemaEditorClass = BoundedSchemaEditor
    Database = Driver()  # type: ignore[assignment]  # a module, or what looks like one

    def connect(self) -> None:
        """
        Connect, unless that failed a moment ago.

        A connection counts when a statement was answered: PgBouncer accepts connections while the database is away.
        """
        try:
            CIRCUIT.call(super().connect, psycopg.OperationalError)
        except CircuitOpenError as error:
            raise psycopg.OperationalError(f"the server {error}") from None
        except BaseException:
            self._drop()
            raise

    def get_new_connection(self, conn_params: dict[str, Any]) -> BoundedConnection:
        """A connection that waits for no longer than its statements may take."""
        connection: BoundedConnection = super().get_new_connection(conn_params)
        if self.timezone is UTC:
            read_in_utc(connection)
        connection.longest_wait = longest_statement(self.settings_dict["OPTIONS"]) + GRACE
        return connection

    def init_connection_state(self) -> None:
        """Set the limits of the server, and how it writes moments, where it does so in another way."""
        with within(HEALTH_CHECK):
            super().init_connection_state()
            if not str(self.connection.info.parameter_status("DateStyle")).startswith(READ_DATES):
                self.connection.execute(f"SET DateStyle TO {READ_DATES}")
                self.connection.commit()
            self._set_limits()

    def _drop(self) -> None:
        # One that is half made would be taken for a connection.
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _set_limits(self) -> None:
        limits = limits_to_set(self.settings_dict["OPTIONS"]) if is_limited() else {}
        if limits:
            with self.connection.cursor() as cursor:
                for name, limit in limits.items():
                    cursor.execute("SELECT set_config(%s, %s, false)", (name, str(limit)))
            self.connection.commit()

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor, while the request has time left."""
        if remaining() <= 0 and is_limited():
            raise psycopg.OperationalError("the request takes too long")
        return super().create_cursor(name)

    def close_if_health_check_failed(self) -> None:
        """Ask the server, except about a connection that is fresh: the question costs as much as a statement."""
        connection: BoundedConnection | None = self.connection
        if not self.health_check_done and connection is not None and connection.is_fresh:
            self.health_check_done = True
        super().close_if_health_check_failed()

    def is_usable(self) -> bool:
        """
        Whether the connection, which lay idle or failed, still leads to a server that answers and accepts changes.

        One that became a standby goes on to answer. Another connection leads to the primary.
        """
        if self.connection.is_read_only:
            return False
        with within(HEALTH_CHECK):
            try:
                with self.connection.cursor() as cursor:
                    return bool(cursor.execute("SHOW transaction_read_only").fetchone() == ("off",))
            except psycopg.Error:
                return False


def _until(gen: Generator[Any, Any, Result], end: float) -> Generator[Any, Any, Result]:
    """*gen*, which asks again and again whether there is something to read. Raises `TimeoutError` at *end*."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() >= end:
                raise TimeoutError
            wanted = gen.send(ready)
    except StopIteration as stop:
        result: Result = stop.value
        return result
