from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drf_signet.bounded_migration import BoundedMigration
from drf_signet.identities.identity_key import IdentityKeyField


class Migration(BoundedMigration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="PresentedToken",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProviderRequest",
            fields=[
                ("state", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("browser", models.CharField(max_length=64)),
                ("provider", models.CharField(max_length=255)),
                ("redirect_uri", models.TextField()),
                ("nonce", models.CharField(max_length=255)),
                ("code_verifier", models.CharField(max_length=255)),
                ("is_link", models.BooleanField()),
                ("session_id", models.UUIDField(null=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", IdentityKeyField(editable=False, max_length=64, unique=True)),
                ("issuer", models.CharField(max_length=255, verbose_name="issuer")),
                ("subject", models.CharField(max_length=255, verbose_name="subject")),
                ("provider", models.CharField(max_length=255, verbose_name="provider")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-mail address there")),
                ("created_at", models.DateTimeField(verbose_name="linked")),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="last used")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signet_identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={"verbose_name": "identity", "verbose_name_plural": "identities"},
        ),
    ]
