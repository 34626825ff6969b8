from __future__ import annotations

from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [
        ("signet_sessions", "0002_racing_from_generation"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="refreshed_at",
            field=models.DateTimeField(null=True, verbose_name="last refreshed without rotation"),
        ),
    ]
