"""Makes the tables of one side: ``python -m compat.tests.simplejwt.switch.project.prepare``. The users come first."""

from __future__ import annotations

import os
from typing import Final

import django
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection

PASSWORD: Final = "correct-horse-battery"
USERS: Final = 220


def name_of(number: int) -> str:
    """The name of one of the users."""
    return f"user-{number}"


def main() -> None:
    """Prepare the database of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "compat.tests.simplejwt.switch.project.settings"
    django.setup()
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        [User(username=name_of(number), password=password) for number in range(USERS)], ignore_conflicts=True
    )


if __name__ == "__main__":
    main()
