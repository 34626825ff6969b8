"""Makes the tables and one user: ``python -m tests.projects.browser.prepare``."""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.db import connection

from tests.browser.accounts import PASSWORD, USERNAME


def main() -> None:
    """Prepare the database of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.projects.browser.settings"
    django.setup()
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    User.objects.create_user(USERNAME, password=PASSWORD)


if __name__ == "__main__":
    main()
