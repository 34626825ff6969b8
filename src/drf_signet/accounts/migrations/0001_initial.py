from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="EmailAddress",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="signet_email_address",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.CharField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("verified_at", models.DateTimeField(null=True, verbose_name="verified")),
            ],
            options={"verbose_name": "e-mail address", "verbose_name_plural": "e-mail addresses"},
        ),
    ]
