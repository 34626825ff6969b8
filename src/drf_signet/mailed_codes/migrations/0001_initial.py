from __future__ import annotations

import uuid

from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MailedCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=254)),
                ("request_digest", models.CharField(max_length=64, unique=True)),
                ("user_agent", models.CharField(blank=True, default="", max_length=256)),
                ("ip", models.GenericIPAddressField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "code by mail",
                "verbose_name_plural": "codes by mail",
                "indexes": [models.Index(fields=["expires_at"], name="signet_mailed_code_expires")],
            },
        ),
    ]
