from __future__ import annotations

from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [("signet_accounts", "0004_name_key")]

    operations = [migrations.AddField("waitingmail", "world", models.JSONField(null=True))]
