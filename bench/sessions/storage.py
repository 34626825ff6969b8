"""Rows and bytes: what many refreshes of a few sessions leave behind."""

from __future__ import annotations

from typing import Final

from django.db import connection, connections

from bench.packages import SIGNET, SIMPLE_JWT, Package
from bench.sessions.operations import make_users
from bench.sessions.requests import send
from bench.sessions.results import Storage
from bench.sessions.sides import issue, refresh

TABLES: Final = {
    SIGNET: ("signet_sessions_session",),
    SIMPLE_JWT: ("token_blacklist_outstandingtoken", "token_blacklist_blacklistedtoken"),
}
"""The tables in which a package writes at a refresh."""

SIZE: Final = {
    "postgresql": "SELECT pg_total_relation_size(%s::regclass)",
    "mysql": """
        SELECT file_size FROM information_schema.innodb_sys_tablespaces WHERE name = CONCAT(DATABASE(), '/', %s)
    """,
    "sqlite": "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = %s)",
}
UPDATES: Final = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = %s"


def storage(package: Package, sessions: int, refreshes: int) -> Storage:
    """What the tables of *package* hold before and after *refreshes* of *sessions*, each as often as the others."""
    side = refresh(package, issue(package, make_users(sessions)))
    before = _rows(package), size(package, connection.alias)
    updates = _updates(package)
    for _ in range(refreshes // sessions):
        answers = [send(environ) for environ in side.build()]
        side.check(answers)
        side.settle(answers)
    after = _rows(package), size(package, connection.alias)
    made = _updates(package)
    hot = (made[0] - updates[0], made[1] - updates[1]) if made and updates else None
    return Storage(package.name, (before[0], after[0]), (before[1], after[1]), hot)


def size(package: Package, alias: str) -> int:
    """Bytes of the tables of *package* with their indexes."""
    database = connections[alias]
    return sum(_number(SIZE[database.vendor], table, alias) for table in TABLES[package])


def _rows(package: Package) -> int:
    return sum(_number(f"SELECT count(*) FROM {table}", None, connection.alias) for table in TABLES[package])


def _updates(package: Package) -> tuple[int, int] | None:
    if connection.vendor != "postgresql":
        return None
    found = []
    with connection.cursor() as cursor:
        # Without this, a backend reports its statistics some time later.
        cursor.execute("SELECT pg_stat_force_next_flush()")
        for table in TABLES[package]:
            cursor.execute(UPDATES, [table])
            found.append(cursor.fetchone())
    return sum(updated for updated, _ in found), sum(hot for _, hot in found)


def _number(sql: str, parameter: str | None, alias: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, None if parameter is None else [parameter])
        return int(cursor.fetchone()[0])
