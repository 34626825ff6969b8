from __future__ import annotations

import django.db.models.deletion
import drf_signet.sessions.models
import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from drf_signet.bounded_migration import BoundedMigration


FILL_FACTOR = 80


def leave_room(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # In every page of the table, so that PostgreSQL finds room for the next version of a row beside it (HOT).
    if schema_editor.connection.vendor == "postgresql":
        table = schema_editor.quote_name(apps.get_model("signet_sessions", "Session")._meta.db_table)
        schema_editor.execute(f"ALTER TABLE {table} SET (fillfactor = {FILL_FACTOR})")


class Migration(BoundedMigration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordRehash",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(max_length=32)),
                ("after", models.CharField(max_length=32)),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "password rehashes",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("secret", models.BinaryField(default=drf_signet.sessions.models.new_secret, max_length=16)),
                ("auth_hash", models.CharField(max_length=32)),
                ("generation", models.PositiveIntegerField(default=0)),
                ("previous_generation", models.PositiveIntegerField(null=True)),
                ("rotated_at", models.DateTimeField(verbose_name="last used")),
                ("token_expires_at", models.DateTimeField(verbose_name="can be refreshed until")),
                ("created_at", models.DateTimeField(verbose_name="signed in")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="ends at the latest")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "revoke_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("logout", "signed out"),
                            ("logout_all", "signed out everywhere"),
                            ("ended_by_user", "ended by the user from another device"),
                            ("ended_by_admin", "ended by an administrator"),
                            ("reuse", "a replaced refresh token was presented again"),
                            ("password_changed", "the password changed"),
                            ("user_inactive", "the user was disabled"),
                            ("user_deleted", "the user was deleted"),
                            ("limit", "the user signed in on too many other devices"),
                        ],
                        max_length=20,
                        verbose_name="why it ended",
                    ),
                ),
                ("user_agent", models.CharField(blank=True, max_length=256)),
                ("ip", models.GenericIPAddressField(null=True, verbose_name="IP address")),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="signet_sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", False)),
                        fields=["revoked_at"],
                        name="signet_session_revoked",
                    )
                ],
            },
        ),
        migrations.RunPython(leave_room, migrations.RunPython.noop, elidable=False),
    ]
