"""The replicas of a PostgreSQL server: what each lacks, and what a failover would lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db import connection

from signet_server.live.finding import Finding

MIB: Final = 1_048_576
LACKS: Final = 16 * MIB
"""Bytes of changes that a replica doesn't have. A failover to it loses them."""

UNAPPLIED: Final = 64 * MIB
"""Bytes of changes that it has, and can't show yet. A failover to it takes longer."""

# A time would be that of the last change that was applied: of a replica that stands still, it says nothing.
REPLICAS: Final = """
SELECT application_name, state, sync_state, pg_wal_lsn_diff(here.at, flush_lsn), pg_wal_lsn_diff(flush_lsn, replay_lsn)
FROM pg_stat_replication, (SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                                  ELSE pg_current_wal_lsn() END AS at) AS here
"""
SYNCHRONOUS: Final = """
SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE current_setting('synchronous_standby_names') END
"""
WAITED_FOR: Final = ("sync", "quorum")

Row = Sequence[Any]
"""Name, state, kind, and bytes that it lacks and hasn't applied: None where this user may not see it."""


def replicas() -> Iterator[Finding]:
    """A line for each, and one about all."""
    with connection.cursor() as cursor:
        cursor.execute(REPLICAS)
        rows = cursor.fetchall()
        cursor.execute(SYNCHRONOUS)
        synchronous = cursor.fetchone()[0]
    yield from map(_about, rows)
    yield from _together(rows, synchronous)


def _about(row: Row) -> Finding:
    name, state, kind, lacks, unapplied = row
    if state is None:
        return Finding("replica", "There is one, and this user may not see how it is (pg_monitor may).")
    if state == "backup":
        return Finding("replica", f"{name}: no replica, but a backup that is being made.")
    found = f"{name}: {state}, {kind}{_bytes(lacks, 'behind')}{_bytes(unapplied, 'not applied')}"
    if state != "streaming" or (lacks or 0) > LACKS:
        step = "Read its log, and look at the network."
        return Finding("replica", f"{found}. A failover to it loses what it lacks.", step)
    if (unapplied or 0) > UNAPPLIED:
        step = "See whether it was paused (pg_wal_replay_pause), or a query there is in the way."
        return Finding("replica", f"{found}. A failover to it takes longer.", step)
    return Finding("replica", f"{found}.")


def _together(rows: Sequence[Row], synchronous: str | None) -> Iterator[Finding]:
    if synchronous is None or any(state is None for _, state, *_ in rows):
        return
    if not synchronous:
        if rows:
            lost = "a failover can lose sign-ins and sign-outs that were answered"
            yield Finding("replica", f"None is synchronous: {lost}.")
    elif not any(kind in WAITED_FOR for _, _, kind, *_ in rows):
        found = "None is synchronous, though synchronous_standby_names asks for one: sign-ins and sign-outs wait."
        yield Finding("replica", found, "Start the replica, or change synchronous_standby_names.")


def _bytes(number: Any, what: str) -> str:
    return "" if number is None else f", {float(number) / MIB:.1f} MiB {what}"
