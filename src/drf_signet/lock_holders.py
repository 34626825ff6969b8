"""The transactions that hold the locks a statement needs. Their statements aren't shown: secrets may be in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

MOST: Final = 3

IN_POSTGRESQL: Final = """
    SELECT l.pid, a.usename, a.application_name, a.state, a.backend_type,
        extract(epoch FROM clock_timestamp() - a.xact_start), array_agg(DISTINCT c.relname::text)
    FROM pg_locks l JOIN pg_class c ON c.oid = l.relation LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.pid IS DISTINCT FROM pg_backend_pid()
        AND c.relkind IN ('r', 'p')
        AND position(' ' || c.relname || ' ' IN ' ' || translate(%s, '".,();', '      ') || ' ') > 0
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 6 DESC NULLS LAST LIMIT %s
"""
IN_MYSQL: Final = """
    SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW()) FROM information_schema.innodb_trx
    WHERE trx_mysql_thread_id <> CONNECTION_ID() ORDER BY trx_started LIMIT %s
"""


def holders(connection: BaseDatabaseWrapper, sql: str) -> Sequence[tuple[str, str]]:
    """
    At most three transactions that may hold up the statement *sql*: a description, and the statement that ends it.

    PostgreSQL knows who uses the tables that *sql* names. MySQL and MariaDB know which transactions are open. Raises
    `DatabaseError` where the user of *connection* may not ask.
    """
    if connection.vendor == "postgresql":
        return _in_postgresql(connection, sql)
    return _in_mysql(connection)


def _in_postgresql(connection: BaseDatabaseWrapper, sql: str) -> Sequence[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(IN_POSTGRESQL, [sql, MOST])
        rows = cursor.fetchall()
    return [_described(*row) for row in rows]


def _described(
    pid: int | None,
    user: str | None,
    application: str | None,
    state: str | None,
    kind: str | None,
    seconds: float | None,
    tables: Sequence[str],
) -> tuple[str, str]:
    if pid is None:
        return f"a prepared transaction holds {', '.join(tables)}", "ROLLBACK PREPARED '…'"
    facts = [user and f"user {user}", application, kind if kind != "client backend" else None, state]
    since = "" if seconds is None else f", in a transaction for {seconds:.0f} s"
    about = ", ".join(filter(None, facts))
    return (
        f"process {pid} {f'({about}) ' if about else ''}holds {', '.join(tables)}{since}",
        f"SELECT pg_terminate_backend({pid})",
    )


def _in_mysql(connection: BaseDatabaseWrapper) -> Sequence[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(IN_MYSQL, [MOST])
        rows = cursor.fetchall()
    return [(f"connection {number}, in a transaction for {seconds} s", f"KILL {number}") for number, seconds in rows]
