"""A database for each test, on SQLite, or on a PostgreSQL or MariaDB server that is started once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.races.databases import TEMPLATE, Database, copy_sqlite, create_mariadb, create_postgresql, prepare
from tests.real_parts import servers

NewDatabase = Callable[[], Database]


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Makes databases in SQLite files."""
    folder = tmp_path_factory.mktemp("sqlite")
    template = prepare(f"sqlite://{folder / 'template.sqlite3'}")
    return lambda: copy_sqlite(template, folder)


@pytest.fixture(scope="session")
def new_postgresql() -> Iterator[NewDatabase]:
    """Makes databases on a PostgreSQL server."""
    with servers.private_folder() as folder, servers.postgresql(folder) as server:
        prepare(create_postgresql(server).url)
        yield lambda: create_postgresql(server, TEMPLATE)


@pytest.fixture(scope="session")
def new_mariadb(mariadb_server: str) -> NewDatabase:
    """Makes databases on a MariaDB server."""
    prepare(create_mariadb(mariadb_server).url)
    return lambda: create_mariadb(mariadb_server, TEMPLATE)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database with the tables and one user, on each kind."""
    new: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return new()


@pytest.fixture
def postgresql(new_postgresql: NewDatabase) -> Database:
    """The same on PostgreSQL alone."""
    return new_postgresql()
