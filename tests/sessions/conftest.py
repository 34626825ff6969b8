"""A PostgreSQL database beside the SQLite one, and a user in each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from psycopg.conninfo import conninfo_to_dict
from pytest_django import DjangoDbBlocker

from tests.conftest import PASSWORD
from tests.real_parts import servers
from tests.sessions.computed import CLAIMS
from tests.sessions.routers import POSTGRESQL

ROUTED = override_settings(DATABASE_ROUTERS=["tests.sessions.routers.ToPostgresql"])


def options_for(url: str) -> dict[str, object]:
    """How Django reaches the database *url*."""
    reached = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": reached["dbname"],
        "USER": reached["user"],
        "HOST": reached["host"],
    }


@contextmanager
def migrated(url: str, blocker: DjangoDbBlocker) -> Iterator[str]:
    """All models live in the database *url*, which gets its tables. The value is the alias."""
    with blocker.unblock(), ROUTED:
        _connect(options_for(url))
        call_command("migrate", database=POSTGRESQL, verbosity=0)
        yield POSTGRESQL
        _disconnect()


@pytest.fixture(scope="session")
def postgresql_options(django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, object]]:
    """How Django reaches a PostgreSQL server of this process, with all tables made."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        with migrated(url, django_db_blocker):
            pass
        yield options_for(url)


@pytest.fixture
def postgresql(postgresql_options: dict[str, object], django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """All models live in PostgreSQL, in real transactions, and are gone after the test. The value is the alias."""
    with django_db_blocker.unblock(), ROUTED:
        _connect(postgresql_options)
        yield POSTGRESQL
        with connections[POSTGRESQL].cursor() as cursor:
            cursor.execute("TRUNCATE auth_user, signet_sessions_session, signet_sessions_passwordrehash CASCADE")
        _disconnect()


@pytest.fixture(autouse=True)
def _without_computed_claims() -> Iterator[None]:
    """What a test computes for users is not computed in the next."""
    yield
    CLAIMS.clear()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, db: None) -> str:
    """Both databases, one after the other. The value is the alias."""
    return "default" if request.param == "sqlite" else str(request.getfixturevalue("postgresql"))


@pytest.fixture
def ada(database: str) -> User:
    """An ordinary user, in both databases."""
    return User.objects.create_user("ada", "ada@example.com", PASSWORD)


def _connect(options: dict[str, object]) -> None:
    connections.settings[POSTGRESQL] = connections.configure_settings({"default": {}, POSTGRESQL: {**options}})[
        POSTGRESQL
    ]


def _disconnect() -> None:
    connections[POSTGRESQL].close()
    del connections[POSTGRESQL]
    del connections.settings[POSTGRESQL]
