"""The transaction of a migration, with limits of its own."""

from __future__ import annotations

from typing import Self

from django.db.backends.postgresql import schema

from signet_server.databases.limits import MIGRATION


class BoundedSchemaEditor(schema.DatabaseSchemaEditor):
    """
    Has its limits whatever the role says: a role may end each statement after seconds, as requests need it.

    They are of the transaction, as PgBouncer may lend the session to somebody else. A migration without a transaction
    has those of the role.
    """

    def __enter__(self) -> Self:
        """Begin."""
        super().__enter__()
        if self.atomic_migration and not self.collect_sql:
            with self.connection.cursor() as cursor:
                for name, limit in MIGRATION.items():
                    cursor.execute("SELECT set_config(%s, %s, true)", [name, str(limit)])
        return self
