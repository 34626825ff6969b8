from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [("signet_identities", "0001_initial"), ("signet_accounts", "0008_known_device")]

    operations = [
        migrations.CreateModel(
            name="WaitingIdentity",
            fields=[
                (
                    "sign_up",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="signet_accounts.pendingsignup",
                    ),
                ),
                ("issuer", models.CharField(max_length=255)),
                ("subject", models.CharField(max_length=255)),
                ("provider", models.CharField(max_length=255)),
                ("email", models.CharField(max_length=254)),
            ],
        ),
    ]
