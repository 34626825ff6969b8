"""A migration that holds nobody up: the one that all migrations of this library are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState

from drf_signet.lock_waits import WAIT, RefusedStatement, short_waits_in_mysql, until_unlocked

logger = logging.getLogger(__name__)

LIMITS: Final = {"lock_timeout": f"{WAIT}s", "idle_in_transaction_session_timeout": "0"}
"""PostgreSQL's. Between two attempts, the transaction does nothing, and holds no table."""


class BoundedMigration(Migration):
    """
    Waits for a lock for a second, and tries again later. Gives up after three minutes with `StillLockedError`.

    Where somebody has set ``lock_timeout`` (PostgreSQL) or ``lock_wait_timeout`` (MySQL and MariaDB), that time counts,
    and nothing is tried again. PostgreSQL takes a migration back as a whole, MySQL the statement that waited.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Do it, or collect its SQL."""
        act = super().apply
        if collect_sql:
            return act(project_state, schema_editor, collect_sql)
        return _bounded(lambda state: act(state, schema_editor), project_state, schema_editor)

    def unapply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Undo it, or collect the SQL that would."""
        act = super().unapply
        if collect_sql:
            return act(project_state, schema_editor, collect_sql)
        return _bounded(lambda state: act(state, schema_editor), project_state, schema_editor)


def _bounded(
    act: Callable[[ProjectState], ProjectState], state: ProjectState, schema_editor: BaseDatabaseSchemaEditor
) -> ProjectState:
    connection = schema_editor.connection
    if connection.vendor == "mysql":
        with short_waits_in_mysql(connection, logger.warning):
            return act(state)
    if connection.vendor != "postgresql" or not schema_editor.atomic_migration or _has_limit(connection):
        return act(state)
    refused = RefusedStatement()
    with _limits(connection), refused.watched(connection):
        return until_unlocked(lambda: _attempt(act, state, schema_editor), connection, refused, logger.warning)


def _attempt(
    act: Callable[[ProjectState], ProjectState], state: ProjectState, schema_editor: BaseDatabaseSchemaEditor
) -> ProjectState:
    """In a savepoint, which gives the locks back when it is undone."""
    try:
        with transaction.atomic(schema_editor.connection.alias):
            done = act(state.clone())
            # Django leaves indexes and foreign keys for the end. A foreign key locks the table that it points to, so no
            # index is built after it.
            for statement in sorted(schema_editor.deferred_sql, key=_is_foreign_key):
                schema_editor.execute(statement, None)
    finally:
        schema_editor.deferred_sql.clear()
    return done


def _is_foreign_key(statement: object) -> bool:
    return " FOREIGN KEY " in str(statement)


def _has_limit(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        return bool(cursor.fetchone()[0] != "0")


@contextmanager
def _limits(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Of this transaction: a session may be lent to somebody else by PgBouncer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('idle_in_transaction_session_timeout')")
        (idle,) = cursor.fetchone()
        for name, limit in LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, limit])
    yield
    # After an error, the transaction ends, and they end with it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [idle])
