from __future__ import annotations

from django.db import migrations

from drf_signet_compat.simplejwt.token_blacklist.checks import LABEL


class Migration(migrations.Migration):
    """Nothing: a name in the history of Simple JWT, which databases remember."""

    dependencies = [(LABEL, "0010_fix_migrate_to_bigautofield")]
    operations = []
