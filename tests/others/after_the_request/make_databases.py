"""Makes the databases of two tenants: a program, to be run with the settings of `two_databases`."""

from __future__ import annotations

import shutil

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402  # needs the apps
from django.db import connections  # noqa: E402


def main() -> None:
    """One, and a copy of it."""
    call_command("migrate", verbosity=0)
    connections.close_all()
    shutil.copy(settings.DATABASES["default"]["NAME"], settings.DATABASES["b"]["NAME"])


if __name__ == "__main__":
    main()
