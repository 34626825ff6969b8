"""Databases that several threads can use at once, with the tables of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from psycopg.conninfo import conninfo_to_dict

from drf_signet.sessions import statements
from tests.real_parts import mysql
from tests.sessions.routers import POSTGRESQL as ALIAS

Options = Mapping[str, Any]

IMMEDIATE: Final = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
"""How the service uses SQLite."""


def sqlite(file: Path, options: Options) -> Options:
    """A database in *file*."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": options}


def postgresql(url: str) -> Options:
    """The database at *url*."""
    reached = conninfo_to_dict(url)
    name = reached["dbname"] or urlsplit(url).path
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": reached["user"],
        "HOST": reached["host"],
    }


def mariadb(server: str, name: str, **options: object) -> Options:
    """A new database *name* on the MariaDB *server*, with ``OPTIONS``."""
    return mysql.options_for(mysql.create(server, name), **options)


@contextmanager
def used(database: Options) -> Iterator[None]:
    """All models live in *database*, in every thread."""
    with override_settings(DATABASE_ROUTERS=["tests.sessions.routers.ToPostgresql"]):
        connections.settings[ALIAS] = connections.configure_settings({"default": {}, ALIAS: {**database}})[ALIAS]
        forget_compiled()
        try:
            yield
        finally:
            forget_compiled()
            connections[ALIAS].close()
            del connections[ALIAS]
            del connections.settings[ALIAS]


def forget_compiled() -> None:
    """Databases of several kinds have this one name, one after the other."""
    for compiled in (statements._compile_select, statements._compile_update):
        compiled.cache_clear()


def make_tables() -> None:
    """The tables of the project, in the database that is used."""
    # The user models of the tests have no migrations, and refer to the groups of this app.
    call_command("migrate", "auth", database=ALIAS, verbosity=0)
    call_command("migrate", database=ALIAS, run_syncdb=True, verbosity=0)
