"""The databases in which sessions are measured: SQLite as the service sets it up, and PostgreSQL as it comes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.servers import postgresql as postgresql_server

SQLITE_OPTIONS: Final = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_SETTINGS: Final = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
"""Those that decide about the speed, to be told on the page."""


@dataclass(frozen=True)
class Server:
    """A database server. *create* makes an empty database and says how Django reaches it."""

    name: str
    version: str
    conditions: str
    create: Callable[[str], dict[str, Any]]

    def single(self, name: str) -> str:
        """One new database, as the value of the environment variable."""
        return json.dumps({"default": self.create(name)})

    def several(self, aliases: Sequence[str]) -> str:
        """One new database for each of *aliases*. None of them is the default."""
        return json.dumps({"default": {}, **{alias: self.create(f"sessions_{alias}") for alias in aliases}})


@contextmanager
def sqlite(folder: Path) -> Iterator[Server]:
    """Files in *folder*."""

    def create(name: str) -> dict[str, Any]:
        path = folder / f"{name}.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }

    yield Server("SQLite", sqlite3.sqlite_version, "a file, journal_mode=WAL, synchronous=NORMAL", create)


@contextmanager
def postgresql(folder: Path) -> Iterator[Server]:
    """A server with its data in *folder*."""
    with postgresql_server(folder) as url:
        reached = conninfo_to_dict(url)

        def create(name: str) -> dict[str, Any]:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": name,
                "USER": reached["user"],
                "HOST": reached["host"],
                "CONN_MAX_AGE": None,
            }

        with psycopg.connect(url) as connection:
            version, *values = (_shown(connection, name) for name in ("server_version", *POSTGRESQL_SETTINGS))
        pairs = zip(POSTGRESQL_SETTINGS, values, strict=True)
        conditions = ", ".join(f"{name}={value}" for name, value in pairs)
        yield Server("PostgreSQL", version, f"its own defaults: {conditions}", create)


def _shown(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


SERVERS: Final[dict[str, Callable[[Path], AbstractContextManager[Server]]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
