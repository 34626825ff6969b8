from __future__ import annotations

from typing import Any

from django.db import migrations

from drf_signet.bounded_migration import BoundedMigration

COLUMN = """
    SELECT character_set_name, column_type FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = %s AND column_name = 'address'
"""


def compare_exactly(apps: Any, schema_editor: Any) -> None:
    """
    Have MySQL and MariaDB tell addresses apart by every letter.

    With most of their collations an address with an accent is the one without, and so would be its owner.
    """
    connection = schema_editor.connection
    if connection.vendor != "mysql":
        return
    for name in ("EmailAddress", "PendingSignUp"):
        table = apps.get_model("signet_accounts", name)._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(COLUMN, [table])
            found = cursor.fetchone()
        if found is None:
            # A router keeps the table somewhere else, and is asked for tables alone.
            continue
        letters, kind = found
        quoted = schema_editor.quote_name(table)
        schema_editor.execute(
            f"ALTER TABLE {quoted} MODIFY address {kind} CHARACTER SET {letters} COLLATE {letters}_bin NOT NULL"
        )


class Migration(BoundedMigration):
    # MySQL has no transactions for it.
    atomic = False

    dependencies = [("signet_accounts", "0005_waiting_mail_world")]

    operations = [migrations.RunPython(compare_exactly, migrations.RunPython.noop)]
