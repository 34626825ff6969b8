"""What PostgreSQL says of itself: its part in a cluster, and its connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from signet_server.live.finding import Finding
from signet_server.live.replicas import replicas

FULL: Final = 0.8
"""Of the connections. Beyond it, a burst of sign-ins may find none left."""

SERVER: Final = """
SELECT current_setting('server_version'), pg_is_in_recovery(), current_setting('transaction_read_only') = 'on',
       pg_backend_pid(), current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true), '0')::int,
       (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT NULL),
       extract(epoch FROM now() - pg_last_xact_replay_timestamp())
"""
"""Users see the database and the user of every connection, but the kind of their own alone."""


def about() -> Iterator[Finding]:
    """Several lines."""
    with connection.cursor() as cursor:
        cursor.execute(SERVER)
        version, is_standby, is_read_only, pid, most, used, late = cursor.fetchone()
    yield _part(version, is_standby, is_read_only, late)
    info: Any = connection.connection.info
    # A pooler gives each client a number of its own.
    if is_pooled := info.backend_pid != pid:
        yield Finding("pooler", "A pooler, such as PgBouncer, is between this machine and PostgreSQL.")
    yield connections_in_use(used, most, is_pooled)
    yield from replicas()


def connections_in_use(used: int, most: int, is_pooled: bool) -> Finding:
    """Whether there are enough left, without those that are reserved for superusers."""
    found = f"{used} of {most} connections are in use"
    if used < FULL * most:
        return Finding("database", f"{found}.")
    instead = "raise" if is_pooled else "put PgBouncer in front, or raise"
    step = f"See who holds them (pg_stat_activity), {'or ' if is_pooled else ''}{instead} max_connections."
    return Finding("database", f"{found}. When all are, clients get 503.", step)


def _part(version: str, is_standby: bool, is_read_only: bool, late: Any) -> Finding:
    if is_standby:
        behind = "" if late is None else f" with changes up to {float(late):.1f} s ago"
        return Finding(
            "database",
            f"PostgreSQL {version}, a standby{behind}. Nobody can sign in or refresh.",
            "Point DATABASE_URL to the primary, such as by the port of HAProxy that follows it.",
        )
    if is_read_only:
        found = f"PostgreSQL {version}, the primary, but read-only here. Nobody can sign in or refresh."
        return Finding("database", found, "Look for default_transaction_read_only: in DATABASE_URL, user and database.")
    return Finding("database", f"PostgreSQL {version}, the primary: it accepts changes.")
