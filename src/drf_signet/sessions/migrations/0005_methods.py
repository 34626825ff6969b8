from __future__ import annotations

from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [
        ("signet_sessions", "0004_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="methods",
            field=models.CharField(max_length=100, null=True, verbose_name="how the user signed in"),
        ),
    ]
