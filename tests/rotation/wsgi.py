"""The service, for gunicorn. Whoever imports it makes the tables and the user first."""

from __future__ import annotations

import os

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import resolve

from tests.rotation.names import PASSWORD, USERNAME


def prepare() -> None:
    """The database, with one user."""
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    User.objects.create_user(USERNAME, password=PASSWORD)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    # The processes that are forked have connections of their own.
    connection.close()


os.environ["DJANGO_SETTINGS_MODULE"] = "tests.rotation.settings"
django.setup()
prepare()
application = get_wsgi_application()
# Imports everything now: the first request is as fast as the others.
resolve("/api/token/")
