"""Makes the tables and one user: ``python -m tests.races.project.prepare``."""

from __future__ import annotations

import os
from typing import Final

import django
from django.core.management import call_command
from django.db import connection

NAME: Final = "ada"
PASSWORD: Final = "correct-horse-battery"


def main() -> None:
    """Prepare the database of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.project.settings"
    django.setup()
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    User.objects.create_user(NAME, password=PASSWORD)


if __name__ == "__main__":
    main()
