from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drf_signet_compat.simplejwt.token_blacklist.checks import LABEL, REPLACED


class Migration(migrations.Migration):
    """The two tables as Simple JWT 4.0 has them: its first seven migrations in one."""

    initial = True
    replaces = [(LABEL, name) for name in REPLACED]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="OutstandingToken",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.TextField()),
                ("created_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("jti", models.CharField(max_length=255, unique=True)),
            ],
            options={"ordering": ("user",)},
        ),
        migrations.CreateModel(
            name="BlacklistedToken",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("blacklisted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="token_blacklist.outstandingtoken"
                    ),
                ),
            ],
        ),
    ]
