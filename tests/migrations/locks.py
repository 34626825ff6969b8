"""
Which tables each migration locks, statement by statement: `python locks.py DATABASE` prints it as JSON.

DATABASE is an empty one in PostgreSQL.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

APPS: Final = ("signet_sessions", "signet_accounts", "signet_identities", "signet_keyring", "users")
NUMBER: Final = 50
NOW: Final = datetime(2026, 11, 29, tzinfo=UTC)
TIMES: Final = dict.fromkeys(("rotated_at", "token_expires_at", "created_at", "expires_at"), NOW)
ROWS: Final[Mapping[tuple[str, str], tuple[str, Callable[[int], Mapping[str, object]]]]] = {
    ("users", "0001_initial"): ("User", lambda number: {"username": f"user{number}", "email": f"{number}@example.com"}),
    ("signet_sessions", "0001_initial"): ("Session", lambda number: {"user_id": number, **TIMES}),
    ("signet_accounts", "0003_waiting_mail"): (
        "WaitingMail",
        lambda number: {"job": "job", "arguments": [], "created_at": NOW, "due_at": NOW},
    ),
}
"""By the migration that makes a table, what its rows are made of."""
LOCKS: Final = """
    SELECT DISTINCT c.relname, l.mode, c.oid::bigint FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.pid = pg_backend_pid() AND l.granted AND c.relkind = 'r'
        AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
"""
READ: Final = "SELECT relid::bigint, seq_tup_read::bigint FROM pg_stat_xact_user_tables"
FILES: Final = (
    "SELECT oid::bigint, pg_relation_filenode(oid)::bigint FROM pg_class WHERE relkind = 'r' AND oid >= 16384"
)


Step = Mapping[str, object]
"""A statement, the locks that its transaction has on earlier tables, and whether it read or copied any of these."""


class Watch:
    """For ``execute_wrapper``: after each statement, what its transaction has locked and read so far."""

    def __init__(self) -> None:
        self.files = dict(ask(FILES))
        self.steps: list[Step] = []
        self._is_looking = False

    def __call__(self, execute: Any, sql: str, *others: Any) -> Any:
        """Execute it, and look."""
        if self._is_looking or not connection.in_atomic_block:
            return execute(sql, *others)
        before = self._look(READ)
        result = execute(sql, *others)
        read, files, locks = self._look(READ), self._look(FILES), self._look(LOCKS)
        known = self.files
        self.steps.append(
            {
                "sql": str(sql),
                "locks": [(name, mode) for name, mode, oid in locks if oid in known],
                "reads": any(rows > dict(before).get(oid, 0) for oid, rows in read if oid in known),
                "copies": any(known.get(oid, file) != file for oid, file in files),
            }
        )
        return result

    def _look(self, sql: str) -> list[Any]:
        self._is_looking = True
        try:
            return ask(sql)
        finally:
            self._is_looking = False


def ask(sql: str) -> list[Any]:
    """The rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def main() -> None:
    """Each migration of ours, after those that it needs. The tables have rows as soon as there are tables."""
    found = {}
    for key, migration in plan():
        executor = MigrationExecutor(connection)
        watch = Watch()
        with connection.execute_wrapper(watch):
            state = executor.migrate([key])
        if key in ROWS:
            name, fields = ROWS[key]
            model = state.apps.get_model(key[0], name)
            model._base_manager.bulk_create(model(**fields(number)) for number in range(NUMBER))
        if key[0] in APPS:
            found[".".join(key)] = {"atomic": migration.atomic, "steps": watch.steps}
    json.dump(found, sys.stdout)


def plan() -> list[tuple[tuple[str, str], Any]]:
    """All migrations, in their order."""
    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [((one.app_label, one.name), one) for one, _ in steps]


if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="k" * 64,
        USE_TZ=True,
        INSTALLED_APPS=[
            *("django.contrib.contenttypes", "django.contrib.auth"),
            *("drf_signet.sessions", "drf_signet.accounts", "drf_signet.identities", "drf_signet.keyring"),
            "signet_server.users",
        ],
        DATABASES={"default": json.loads(sys.argv[1])},
        AUTH_USER_MODEL="users.User",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    main()
