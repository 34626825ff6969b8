"""A MariaDB database in which all models of the project live, and other connections to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoDbBlocker

from tests.accounts.parallel import make_tables, used
from tests.conftest import PASSWORD
from tests.real_parts import mysql
from tests.sessions.routers import POSTGRESQL as ALIAS

Reached = Callable[..., AbstractContextManager[str]]
TABLES = ("signet_sessions_session", "signet_sessions_passwordrehash", "auth_user")


@pytest.fixture(scope="session")
def project_url(mariadb_server: str, django_db_blocker: DjangoDbBlocker) -> str:
    """The URL of a database with the tables of the project."""
    url = mysql.create(mariadb_server, "project")
    with django_db_blocker.unblock(), used(mysql.options_for(url)):
        make_tables()
    return url


@pytest.fixture
def reached(project_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Reached]:
    """Has the project use the database with certain ``OPTIONS``. The value is the alias."""

    @contextmanager
    def reach(**options: object) -> Iterator[str]:
        with django_db_blocker.unblock(), used(mysql.options_for(project_url, **options)):
            yield ALIAS

    yield reach
    mysql.run(project_url, *(f"DELETE FROM {table}" for table in TABLES))  # our own names


@pytest.fixture
def mariadb(reached: Reached) -> Iterator[str]:
    """The project uses the database as Django comes. The value is the alias."""
    with reached() as alias:
        yield alias


@pytest.fixture
def ada(mariadb: str) -> User:
    """An ordinary user there."""
    return User.objects.create_user("ada", "ada@example.com", PASSWORD)
