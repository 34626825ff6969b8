"""Databases that are away, full, read-only or busy: what each of them raises, and which answer that calls for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import psycopg
from django.db import (
    DatabaseError,
    Error,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
)


@dataclass(frozen=True)
class Outage:
    """An error of Django's, what the database raised below it, and the ``code`` of the answer."""

    error: Error
    code: str
    retry_after: str = "5"


def sqlite_error(code: int, kind: type[sqlite3.DatabaseError] = sqlite3.OperationalError) -> sqlite3.DatabaseError:
    """What SQLite raises with *code*."""
    error = kind("as SQLite says it")
    error.sqlite_errorcode = code
    return error


def from_database(cause: Exception, kind: type[Error] = OperationalError) -> Error:
    """As Django hands on what a database raised."""
    error = kind(*cause.args)
    error.__cause__ = cause
    return error


class MysqlError(Exception):
    """As Django's driver raises it, and others do: the number, and the text."""


class ConnectorError(MysqlError):
    """As Oracle's own driver raises it: with a SQLSTATE, which says little."""

    sqlstate = "HY000"


def _mysql(number: int) -> Error:
    return from_database(MysqlError(number, "as MySQL says it"))


OUTAGES: Final[Mapping[str, Outage]] = {
    "refused": Outage(from_database(psycopg.OperationalError("connection refused")), "database_unavailable"),
    "shutting-down": Outage(from_database(psycopg.errors.AdminShutdown()), "database_unavailable"),
    "starting": Outage(from_database(psycopg.errors.CannotConnectNow()), "database_unavailable"),
    "exhausted": Outage(from_database(psycopg.errors.TooManyConnections()), "database_unavailable"),
    "slow": Outage(from_database(psycopg.errors.QueryCanceled()), "database_unavailable"),
    "idle": Outage(from_database(psycopg.errors.IdleInTransactionSessionTimeout()), "database_unavailable"),
    "closed": Outage(InterfaceError("connection already closed"), "database_unavailable"),
    "without-grants": Outage(
        from_database(psycopg.errors.InsufficientPrivilege(), ProgrammingError), "database_unavailable"
    ),
    "statement-gone": Outage(from_database(psycopg.errors.InvalidSqlStatementName()), "database_unavailable"),
    "statement-outdated": Outage(
        from_database(psycopg.errors.FeatureNotSupported(), DatabaseError), "database_unavailable"
    ),
    "changed-by-two": Outage(from_database(psycopg.errors.InternalError_(), InternalError), "database_unavailable"),
    "read-only": Outage(
        from_database(psycopg.errors.ReadOnlySqlTransaction(), InternalError), "database_read_only", "10"
    ),
    "full": Outage(from_database(psycopg.errors.DiskFull()), "database_full", "30"),
    "no-table": Outage(from_database(psycopg.errors.UndefinedTable(), ProgrammingError), "database_not_migrated", "10"),
    "no-column": Outage(
        from_database(psycopg.errors.UndefinedColumn(), ProgrammingError), "database_not_migrated", "10"
    ),
    "waited-for-lock": Outage(from_database(psycopg.errors.LockNotAvailable()), "session_busy", "1"),
    "sqlite-locked": Outage(from_database(sqlite_error(sqlite3.SQLITE_BUSY_RECOVERY)), "session_busy", "1"),
    "sqlite-read-only": Outage(
        from_database(sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED)), "database_read_only", "10"
    ),
    "sqlite-full": Outage(from_database(sqlite_error(sqlite3.SQLITE_FULL)), "database_full", "30"),
    "sqlite-disk": Outage(from_database(sqlite_error(sqlite3.SQLITE_IOERR_WRITE)), "database_unavailable"),
    "sqlite-no-folder": Outage(from_database(sqlite_error(sqlite3.SQLITE_CANTOPEN)), "database_unavailable"),
    "sqlite-malformed": Outage(
        from_database(sqlite_error(sqlite3.SQLITE_CORRUPT, sqlite3.DatabaseError), DatabaseError),
        "database_unavailable",
    ),
    "mysql-gone": Outage(_mysql(2006), "database_unavailable"),
    "mysql-exhausted": Outage(_mysql(1040), "database_unavailable"),
    "mysql-slow": Outage(_mysql(3024), "database_unavailable"),
    "mysql-read-only": Outage(_mysql(1290), "database_read_only", "10"),
    "mysql-full": Outage(_mysql(1114), "database_full", "30"),
    "mysql-no-table": Outage(_mysql(1146), "database_not_migrated", "10"),
    "mysql-waited-for-lock": Outage(_mysql(1205), "session_busy", "1"),
    "mysql-waited-for-lock-connector": Outage(
        from_database(ConnectorError(1205, "as MySQL says it", "HY000"), DatabaseError), "session_busy", "1"
    ),
    "mysql-deadlock": Outage(_mysql(1213), "session_busy", "1"),
    "mysql-changed-since-read": Outage(_mysql(1020), "session_busy", "1"),
    "mysql-table-changed": Outage(_mysql(1412), "session_busy", "1"),
    "mysql-broken-table": Outage(_mysql(1194), "database_unavailable"),
    "mysql-password-expired": Outage(_mysql(1820), "database_unavailable"),
    "mysql-read-lock": Outage(_mysql(1223), "database_read_only", "10"),
    "mysql-no-column": Outage(_mysql(1054), "database_not_migrated", "10"),
    "mysql-closed": Outage(from_database(MysqlError(0, ""), InterfaceError), "database_unavailable"),
}


@contextmanager
def database_raising(error: Error) -> Iterator[None]:
    """Every statement raises *error*."""

    def refuse(*_: Any) -> NoReturn:
        raise error

    with connection.execute_wrapper(refuse):
        yield
