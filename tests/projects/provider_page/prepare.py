"""Makes the tables and one user: ``python -m tests.projects.provider_page.prepare``."""

from __future__ import annotations

import os

import django
from django.core.management import call_command


def main() -> None:
    """Prepare the database of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.projects.provider_page.settings"
    django.setup()
    from tests.accounts.person import make_person

    call_command("migrate", verbosity=0)
    make_person("grace")


if __name__ == "__main__":
    main()
