"""Several migrations at once: one makes the tables, the others wait for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from signet_server.environment import read_environment
from signet_server.migration_lock import WAITING, LockTakenError, migrating
from tests.real_parts import mysql, servers
from tests.service.conftest import clean_environment
from tests.service.faulty import SECRETS
from tests.service.test_environment import GOOD

AT_ONCE = 3

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """A server of its own, with an empty database."""
    with servers.private_folder() as data, servers.postgresql(data) as started:
        yield started


@pytest.fixture(scope="module")
def mariadb(mariadb_server: str) -> str:
    """The same on MariaDB."""
    return mysql.create(mariadb_server, "migrated")


@pytest.fixture(params=["postgresql", "mariadb", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Either of them, with no tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'signet.sqlite3'}"
    return str(request.getfixturevalue("postgresql"))


def connected(url: str) -> Any:
    """A connection of Django's, as another process would have it."""
    config = read_environment({**GOOD, "DATABASE_URL": url}).database
    backend = import_module(f"{config['ENGINE']}.base")
    return backend.DatabaseWrapper({**connections.databases["default"], **config, "TIME_ZONE": None}, "default")


def test_three_migrations_at_once_on_an_empty_database(url: str) -> None:
    """All of them end well."""
    variables = {**SECRETS, "ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "console:", "DATABASE_URL": url}
    command = [sys.executable, "-W", "error", "-m", "signet_server", "manage", "migrate", "-v", "0"]
    running = [
        subprocess.Popen(command, env=clean_environment(variables), stderr=subprocess.PIPE, text=True)
        for _ in range(AT_ONCE)
    ]
    said = [one.communicate(timeout=120)[1] for one in running]
    assert [one.returncode for one in running] == [0] * AT_ONCE, said
    assert {line for one in said for line in one.splitlines()} <= {WAITING}


def test_who_waits_says_so_and_gives_up(url: str) -> None:
    """In a sentence each."""
    first, second, said = connected(url), connected(url), list[str]()
    with (
        migrating(first, said.append),
        pytest.raises(LockTakenError, match="After 0 seconds, another migration of this database is still running"),
        migrating(second, said.append, wait=0),
    ):
        pass
    assert said == [WAITING]
    with migrating(second, said.append, wait=0):
        assert said == [WAITING]
