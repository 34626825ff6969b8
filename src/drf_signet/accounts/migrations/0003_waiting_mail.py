from __future__ import annotations

from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [("signet_accounts", "0002_pending_sign_up")]

    operations = [
        migrations.CreateModel(
            name="WaitingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=255)),
                ("arguments", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(db_index=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(default="", max_length=100)),
            ],
            options={"verbose_name": "waiting mail", "verbose_name_plural": "waiting mails"},
        ),
    ]
