from __future__ import annotations

from itertools import islice
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import migrations, models, router

from drf_signet.accounts.lookalikes import keys_of
from drf_signet.bounded_migration import BoundedMigration

AT_ONCE = 1_000


def keep_names(apps: Any, schema_editor: Any) -> None:
    """Give each user the keys of their name. Of users who look alike, the first gets them."""
    model, alias = get_user_model(), schema_editor.connection.alias
    user_model = apps.get_model(settings.AUTH_USER_MODEL)
    if model.get_email_field_name() == model.USERNAME_FIELD or not router.allow_migrate_model(alias, user_model):
        return
    key_model = apps.get_model("signet_accounts", "NameKey")
    users = user_model._base_manager.using(alias).order_by("pk").values_list("pk", model.USERNAME_FIELD)
    rows = (key_model(key=key, user_id=pk) for pk, name in users.iterator(AT_ONCE) for key in keys_of(str(name)))
    while some := list(islice(rows, AT_ONCE)):
        key_model._base_manager.using(alias).bulk_create(some, ignore_conflicts=True)


class Migration(BoundedMigration):
    dependencies = [
        ("signet_accounts", "0003_waiting_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunPython(keep_names, migrations.RunPython.noop),
    ]
