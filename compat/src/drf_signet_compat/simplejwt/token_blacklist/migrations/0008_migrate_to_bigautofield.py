from __future__ import annotations

from django.db import migrations, models

from drf_signet_compat.simplejwt.token_blacklist.checks import LABEL


class Migration(migrations.Migration):
    """Longer numbers for the rows, as in Simple JWT 4.7."""

    dependencies = [(LABEL, "0001_squashed_0007_auto_20171017_2214")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name="id",
            field=models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
        )
        for model in ("blacklistedtoken", "outstandingtoken")
    ]
