from __future__ import annotations

from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [
        ("signet_sessions", "0005_methods"),
    ]

    operations = [
        migrations.AlterField(
            model_name="session",
            name="revoke_reason",
            field=models.CharField(
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
                    ("reported", "the user said that somebody else signed in"),
                ],
                max_length=20,
                verbose_name="why it ended",
            ),
        ),
    ]
