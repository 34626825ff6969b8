from __future__ import annotations

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration


class Migration(BoundedMigration):
    dependencies = [
        ("signet_accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PendingSignUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=254, verbose_name="e-mail address")),
                ("name_key", models.CharField(max_length=64)),
                ("fields", models.JSONField()),
                ("password", models.TextField()),
                ("created_at", models.DateTimeField(verbose_name="signed up")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="opened")),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pending sign-up",
                "verbose_name_plural": "pending sign-ups",
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField()),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reservations",
                        to="signet_accounts.pendingsignup",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="pendingsignup",
            index=models.Index(fields=["address"], name="signet_pending_address"),
        ),
        migrations.AddIndex(
            model_name="pendingsignup",
            index=models.Index(fields=["name_key"], name="signet_pending_name"),
        ),
        migrations.AddIndex(
            model_name="pendingsignup",
            index=models.Index(fields=["expires_at"], name="signet_pending_expires"),
        ),
    ]
