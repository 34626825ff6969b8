"""
Which errors of a database say that it is away, full, read-only or busy: nothing that a program could have avoided.

Each database has codes of its own: SQLSTATE (PostgreSQL), primary result codes (SQLite), numbers (MySQL and MariaDB).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import Error, InterfaceError, OperationalError
from django.db.transaction import TransactionManagementError

from drf_signet.errors import (
    DatabaseFullError,
    DatabaseNotMigratedError,
    DatabaseReadOnlyError,
    DatabaseUnavailableError,
    SessionBusyError,
    UnavailableError,
)


class Codes(NamedTuple):
    """What stands for one condition in each database. Of a SQLSTATE, the beginning is enough."""

    sqlstate: tuple[str, ...]
    sqlite: frozenset[int]
    mysql: frozenset[int]


CONFLICT: Final = Codes(
    ("40001", "40P01"),  # serialization_failure, deadlock_detected
    frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}),
    # The deadlock, also at the COMMIT of a cluster; "record has changed since last read" of MariaDB, and "table
    # definition has changed", where the transaction sees what was there at its beginning.
    frozenset({1020, 1213, 1412, 1614, 1615, 3101}),
)
"""Two changed the same row, and this one was sent away: it may succeed when it is sent again at once."""

LOCKED_OUT: Final = Codes(
    ("55P03", "40P01"),  # lock_not_available, deadlock_detected
    frozenset(),
    frozenset({1205, 1213}),
)
"""Others held a lock for longer than the statement may wait, or waited for one of its own."""

DUPLICATE: Final = Codes(
    ("23505", "23P01"),  # unique_violation, exclusion_violation
    frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}),
    frozenset({1062, 1169, 1586}),
)
"""A row that has what another has already. Here SQLite's extended codes: the primary one is of every constraint."""

REFERENCED: Final = Codes(
    ("23503", "23001"),  # foreign_key_violation, restrict_violation
    frozenset({sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, sqlite3.SQLITE_CONSTRAINT_TRIGGER}),
    frozenset({1217, 1451}),
)
"""A row that others refer to. SQLite's extended codes: it makes a trigger of ON DELETE RESTRICT."""

CAUSES: Final[Mapping[type[UnavailableError], Codes]] = {
    DatabaseReadOnlyError: Codes(
        ("25006",),
        frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}),
        frozenset({1036, 1223, 1290, 1792, 1836, 1874}),
    ),
    DatabaseFullError: Codes(
        ("53100",), frozenset({sqlite3.SQLITE_FULL}), frozenset({3, 20, 1021, 1026, 1030, 1037, 1038, 1114})
    ),
    DatabaseNotMigratedError: Codes(("42P01", "42703", "3F000"), frozenset(), frozenset({1054, 1146})),
    SessionBusyError: Codes(
        (*CONFLICT.sqlstate, "55P03"), CONFLICT.sqlite, CONFLICT.mysql | {1205, 3572}
    ),  # lock_not_available, or waited for in vain
    DatabaseUnavailableError: Codes(
        # insufficient_privilege, as of a new table without grants, is 42501; XX, what the server can't explain itself.
        # A prepared statement is gone (26000) or outdated (0A000) where a pooler or a migration came in between.
        ("08", "0A000", "26000", "28", "3D", "42501", "53", "57", "58", "25P03", "25P04", "XX"),
        frozenset(
            {
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_CORRUPT,
                sqlite3.SQLITE_INTERRUPT,
                sqlite3.SQLITE_IOERR,
                sqlite3.SQLITE_NOMEM,
                sqlite3.SQLITE_NOTADB,
                sqlite3.SQLITE_PROTOCOL,
            }
        ),
        # Away, shutting down, out of connections or memory, refusing ours, too slow, or with broken files; those from
        # 2000 on are of the client, those from 9000 on of a proxy.
        frozenset({1016, 1017, 1028, 1034, 1040, 1041, 1042, 1043, 1044, 1045, 1047, 1049, 1053, 1129, 1130, 1135})
        | frozenset({1142, 1143, 1180, 1194, 1195, 1203, 1206, 1226, 1317, 1637, 1698, 1812, 1820, 1862, 1927, 1969})
        | frozenset({3024, 3118, 4031, 4151, *range(1077, 1081), *range(1152, 1162), *range(2001, 2015), 2026, 2027})
        | frozenset({2054, 2055, *range(2058, 2062), *range(9001, 9007)}),
    ),
}

FEW_CHARACTERS: Final = frozenset({1267, 1270, 1271, 1300, 1366, 3854, 3988})
"""What MySQL raises for a character that a table in one of its older character sets can't hold, or compare."""

UNMIGRATED_SQLITE: Final = ("no such table", "no such column")
"""How messages begin: SQLite has no code for it."""


def is_duplicate(error: Error) -> bool:
    """Whether *error*, an `IntegrityError`, says that a value isn't unique. Our own such errors count, too."""
    return error.__cause__ is None or _breaks(DUPLICATE, error)


def is_referenced(error: Error) -> bool:
    """Whether *error*, an `IntegrityError`, says that a row can't go because others refer to it."""
    return _breaks(REFERENCED, error)


def outage(error: BaseException) -> UnavailableError | None:
    """What *error* of Django's says is away, with *error* as its cause; None for any other error."""
    if isinstance(error, TransactionManagementError) and (first := error.__cause__ or error.__context__) is not None:
        # Raised after the one that broke the transaction.
        return outage(first)
    if not isinstance(error, Error):
        return None
    kind = next((one for one, codes in CAUSES.items() if _is_among(codes, error)), None)
    if kind is None and _is_unmigrated_sqlite(error):
        kind = DatabaseNotMigratedError
    if kind is None and _is_lost_connection(error):
        kind = DatabaseUnavailableError
    if kind is None:
        return None
    found = kind()
    found.__cause__ = error
    return found


def is_conflict(error: BaseException) -> bool:
    """Whether the statement may succeed when it is sent again at once."""
    return isinstance(error, Error) and _is_among(CONFLICT, error)


def is_locked_out(error: BaseException) -> bool:
    """Whether the statement waited for a lock in vain, and may get it later."""
    return isinstance(error, Error) and _is_among(LOCKED_OUT, error)


def lacks_characters(error: BaseException) -> bool:
    """Whether what was sent has a character that the table in MySQL can't hold."""
    return isinstance(error, Error) and _number(error) in FEW_CHARACTERS


def _breaks(codes: Codes, error: Error) -> bool:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in codes.sqlite
    if (state := _sqlstate(cause)) is not None:
        return state.startswith(codes.sqlstate)
    return bool(error.args) and error.args[0] in codes.mysql


def _is_among(codes: Codes, error: Error) -> bool:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The lower byte; the rest says more precisely why.
        return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in codes.sqlite
    # Of MySQL the number decides. Its SQLSTATE, which Oracle's driver has as well, is mostly that of anything else.
    if (number := _number(error)) is not None:
        return number in codes.mysql
    state = _sqlstate(cause)
    return state is not None and state.startswith(codes.sqlstate)


def _number(error: Error) -> int | None:
    number = error.args[0] if error.args else None
    return number if isinstance(number, int) else None


def _is_unmigrated_sqlite(error: Error) -> bool:
    return isinstance(error.__cause__, sqlite3.OperationalError) and str(error).startswith(UNMIGRATED_SQLITE)


def _is_lost_connection(error: Error) -> bool:
    """Whether *error* has no code, as where there is no connection that could have brought one."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error) or _sqlstate(cause) is not None:
        return False
    if isinstance(error, InterfaceError):
        return True
    return isinstance(error, OperationalError) and _number(error) is None


def _sqlstate(cause: BaseException | None) -> str | None:
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    return state if isinstance(state, str) else None
