from __future__ import annotations

from django.db import migrations

from drf_signet_compat.simplejwt.token_blacklist.checks import LABEL


class Migration(migrations.Migration):
    """Names in the admin, as in Simple JWT 5.5.1: nothing changes in the database."""

    dependencies = [(LABEL, "0012_alter_outstandingtoken_user")]
    operations = [
        migrations.AlterModelOptions(
            name="blacklistedtoken",
            options={"verbose_name": "Blacklisted Token", "verbose_name_plural": "Blacklisted Tokens"},
        ),
        migrations.AlterModelOptions(
            name="outstandingtoken",
            options={
                "ordering": ("user",),
                "verbose_name": "Outstanding Token",
                "verbose_name_plural": "Outstanding Tokens",
            },
        ),
    ]
