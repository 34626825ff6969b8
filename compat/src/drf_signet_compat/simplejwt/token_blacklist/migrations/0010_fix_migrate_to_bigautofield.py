from __future__ import annotations

from django.db import migrations, models

from drf_signet_compat.simplejwt.token_blacklist.checks import LABEL


class Migration(migrations.Migration):
    """The same numbers, as in Simple JWT 4.7: only SQLite writes the tables anew."""

    dependencies = [(LABEL, "0008_migrate_to_bigautofield")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name="id",
            field=models.BigAutoField(primary_key=True, serialize=False),
        )
        for model in ("blacklistedtoken", "outstandingtoken")
    ]
