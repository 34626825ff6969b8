"""What PostgreSQL says of itself: its part in a cluster, its replicas, its connections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import connection

from signet_server.live.finding import Finding

FULL: Final = 0.8
"""Of the connections. Beyond it, a burst of sign-ins may find none left."""

LATE: Final = 10.0
"""Seconds of a replica."""

SERVER: Final = """
SELECT current_setting('server_version'), pg_is_in_recovery(), pg_backend_pid(),
       current_setting('max_connections')::int, (SELECT count(*) FROM pg_stat_activity WHERE backend_type =
       'client backend'), current_setting('synchronous_standby_names'),
       extract(epoch FROM now() - pg_last_xact_replay_timestamp())
"""
REPLICAS: Final = """
SELECT application_name, state, sync_state, extract(epoch FROM replay_lag) FROM pg_stat_replication
"""


def about() -> Iterator[Finding]:
    """Several lines."""
    with connection.cursor() as cursor:
        cursor.execute(SERVER)
        version, is_standby, pid, most, used, synchronous, late = cursor.fetchone()
        cursor.execute(REPLICAS)
        replicas = cursor.fetchall()
    yield _part(version, is_standby, late)
    info: Any = connection.connection.info
    # A pooler gives each client a number of its own.
    if info.backend_pid != pid:
        yield Finding("pooler", "A pooler, such as PgBouncer, is between this machine and PostgreSQL.")
    found = f"{used} of {most} connections are in use"
    if used > FULL * most:
        yield Finding(
            "database", f"{found}. The next ones get 503.", "Put PgBouncer in front, or raise max_connections."
        )
    else:
        yield Finding("database", f"{found}.")
    yield from _replicas(replicas, synchronous)


def _part(version: str, is_standby: bool, late: Any) -> Finding:
    if not is_standby:
        return Finding("database", f"PostgreSQL {version}, the primary: it accepts changes.")
    behind = "" if late is None else f", with changes up to {float(late):.1f} s ago"
    return Finding(
        "database",
        f"PostgreSQL {version}, a standby{behind}. Nobody can sign in or refresh.",
        "Point DATABASE_URL to the primary, such as by the port of HAProxy that follows it.",
    )


def _replicas(replicas: Sequence[Sequence[Any]], synchronous: str) -> Iterator[Finding]:
    for name, state, kind, lag in replicas:
        if state is None:
            yield Finding("replica", "There is one, and this user may not see how it is (pg_monitor may).")
            continue
        found = f"{name}: {state}, {kind}" + ("" if lag is None else f", {float(lag):.1f} s behind")
        if state == "streaming" and (lag is None or lag <= LATE):
            yield Finding("replica", f"{found}.")
        else:
            yield Finding("replica", f"{found}. A failover to it loses more.", "Look at its log, and at the network.")
    if replicas and not synchronous:
        yield Finding("replica", "None is synchronous: a failover can lose sign-ins and sign-outs that were answered.")
