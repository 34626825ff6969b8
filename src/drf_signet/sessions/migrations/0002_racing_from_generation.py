from __future__ import annotations

from django.db import models

from drf_signet.bounded_migration import BoundedMigration
from drf_signet.unchecked_column import AddUncheckedField


class Migration(BoundedMigration):
    dependencies = [
        ("signet_sessions", "0001_initial"),
    ]

    operations = [
        AddUncheckedField(
            model_name="session",
            name="racing_from_generation",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
