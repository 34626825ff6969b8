"""Databases with a table of keys, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import modify_settings, override_settings
from pytest_django import DjangoDbBlocker

from drf_signet.key_stores import KEY_TABLE
from drf_signet.key_table_checks import APP
from drf_signet.keyring.models import EncryptedKey
from tests.accounts.parallel import Options, mariadb, postgresql, sqlite, used
from tests.real_parts import servers
from tests.sessions.routers import POSTGRESQL as ALIAS

KEY, OTHER_KEY = "A" * 42 + "E", "B" * 42 + "E"
"""Of 32 bytes each."""

SIGNET = {"SIGNING_KEYS": KEY_TABLE, "KEY_ENCRYPTION_KEYS": KEY}


@pytest.fixture(scope="session")
def sqlite_options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    """As Django comes, in a file."""
    return sqlite(tmp_path_factory.mktemp("keyring") / "keys.sqlite3", {})


@pytest.fixture(scope="session")
def postgresql_options() -> Iterator[Options]:
    """A server of its own."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        yield postgresql(url)


@pytest.fixture(scope="session")
def mariadb_options(mariadb_server: str) -> Options:
    """A database on the server of this process."""
    return mariadb(mariadb_server, "keyring")


def _with_table(options: Options, blocker: DjangoDbBlocker) -> Iterator[str]:
    apps = modify_settings(INSTALLED_APPS={"append": APP})
    with blocker.unblock(), used(options), apps, override_settings(SIGNET=SIGNET):
        call_command("migrate", "signet_keyring", database=ALIAS, verbosity=0, skip_checks=True)
        EncryptedKey._base_manager.all().delete()
        yield ALIAS
        connections[ALIAS].rollback()


@pytest.fixture
def table(sqlite_options: Options, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An empty table in SQLite. The value is the alias."""
    yield from _with_table(sqlite_options, django_db_blocker)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def any_table(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An empty table in each database. The value is the alias."""
    yield from _with_table(request.getfixturevalue(f"{request.param}_options"), django_db_blocker)
