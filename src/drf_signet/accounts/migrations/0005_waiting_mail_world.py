from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signet_accounts", "0004_name_key")]

    operations = [migrations.AddField("waitingmail", "world", models.JSONField(null=True))]
