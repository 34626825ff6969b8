from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drf_signet_compat.simplejwt.token_blacklist.checks import LABEL


class Migration(migrations.Migration):
    """A token outlives its user, as in Simple JWT 5.1: nothing changes in the database."""

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), (LABEL, "0011_linearizes_history")]
    operations = [
        migrations.AlterField(
            model_name="outstandingtoken",
            name="user",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
            ),
        )
    ]
