"""A service in this process, to read its OpenAPI description, and to see what it answers."""

from __future__ import annotations

import functools
import os
from io import StringIO
from typing import Any, Final

import django
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.test.utils import setup_test_environment

SETTINGS: Final = "tools.reference.service_settings"
PASSWORD: Final = "correct-horse-battery"


@functools.cache
def start() -> None:
    """Set Django up, make the tables, and keep mails in memory. Once a process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0, run_syncdb=True)


def forget() -> None:
    """Empty all tables and the cache, so that no page depends on those before."""
    call_command("flush", verbosity=0, interactive=False)
    cache.clear()


def person(name: str = "ada", **fields: object) -> Any:
    """The user called *name*, with an address that is verified, as they are before each group of examples."""
    model: Any = get_user_model()
    model.objects.filter(username=name).delete()
    made = model.objects.create_user(name, f"{name}@example.com", PASSWORD, first_name=name.title(), **fields)
    call_command("accounts", "verify", made.email, stdout=StringIO())
    return made
