"""Make the tables of today: `python migrate.py DATABASE [APP NAME]`, up to the migration NAME of APP."""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    settings.configure(
        SECRET_KEY="k" * 64,
        USE_TZ=True,
        INSTALLED_APPS=[
            *("django.contrib.contenttypes", "django.contrib.auth"),
            *("drf_signet.sessions", "drf_signet.accounts", "drf_signet.keyring", "signet_server.users"),
        ],
        DATABASES={"default": json.loads(sys.argv[1])},
        AUTH_USER_MODEL="users.User",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    call_command("migrate", *sys.argv[2:], verbosity=0)
