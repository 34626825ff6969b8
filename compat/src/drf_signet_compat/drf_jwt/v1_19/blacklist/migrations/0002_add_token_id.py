from __future__ import annotations

from django.db import migrations, models

from drf_signet_compat.drf_jwt.tokens import read_unverified
from drf_signet_compat.drf_jwt.v1_19.revocation import family_of
from drf_signet.errors import TokenError


def add_token_ids(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Fill in the identifier of each token that has one."""
    rows = apps.get_model("blacklist", "BlacklistedToken")._default_manager.using(schema_editor.connection.alias)
    for row in rows.filter(token_id=None).iterator():
        try:
            row.token_id = family_of(read_unverified(row.token).claims)
        except TokenError:
            continue
        row.save(update_fields=["token_id"])


class Migration(migrations.Migration):
    # Of the name that it has in drf-jwt: where that one has run, this one is done.

    dependencies = [
        ("blacklist", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="blacklistedtoken",
            name="token_id",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AlterField(
            model_name="blacklistedtoken",
            name="token",
            field=models.TextField(db_index=True, null=True),
        ),
        migrations.RunPython(add_token_ids, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="blacklistedtoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("token_id__isnull", False), ("token__isnull", False), _connector="OR"),
                name="token_or_id_not_null",
            ),
        ),
    ]
