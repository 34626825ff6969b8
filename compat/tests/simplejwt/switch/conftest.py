"""Empty databases: each side makes its own tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races.databases import Database, create_postgresql
from tests.real_parts import servers


@pytest.fixture
def empty_postgresql() -> Iterator[Database]:
    """On a PostgreSQL server of its own."""
    with servers.private_folder() as folder, servers.postgresql(folder) as server:
        yield create_postgresql(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """On each kind."""
    if request.param == "sqlite":
        return Database(f"sqlite://{tmp_path / 'database.sqlite3'}")
    database: Database = request.getfixturevalue("empty_postgresql")
    return database
