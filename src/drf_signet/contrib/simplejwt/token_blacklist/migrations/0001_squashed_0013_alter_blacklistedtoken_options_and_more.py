from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drf_signet.contrib.simplejwt.token_blacklist.checks import LABEL, REPLACED


class Migration(migrations.Migration):
    """The two tables as Simple JWT 5.5.1 has them: its twelve migrations in one."""

    initial = True
    replaces = [(LABEL, name) for name in REPLACED]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="OutstandingToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token", models.TextField()),
                ("created_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("jti", models.CharField(max_length=255, unique=True)),
            ],
            options={
                "verbose_name": "Outstanding Token",
                "verbose_name_plural": "Outstanding Tokens",
                "ordering": ("user",),
            },
        ),
        migrations.CreateModel(
            name="BlacklistedToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("blacklisted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, to="token_blacklist.outstandingtoken"
                    ),
                ),
            ],
            options={
                "verbose_name": "Blacklisted Token",
                "verbose_name_plural": "Blacklisted Tokens",
            },
        ),
    ]
