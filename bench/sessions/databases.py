"""The databases in which sessions are measured: SQLite as the service has it, PostgreSQL and MariaDB as they come."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.real_parts import mysql
from tests.real_parts.servers import CAREFUL
from tests.real_parts.servers import mariadb as mariadb_server
from tests.real_parts.servers import postgresql as postgresql_server

SQLITE_OPTIONS: Final = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
POSTGRESQL_SETTINGS: Final = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers")
"""Those that decide about the speed, to be told on the page."""


MARIADB_SETTINGS: Final = ("innodb_flush_log_at_trx_commit", "innodb_doublewrite", "innodb_buffer_pool_size")
"""The same."""


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


@contextmanager
def mariadb(folder: Path) -> Iterator[Server]:
    """A server with its data below *folder*."""
    with mariadb_server(folder / "data", *CAREFUL) as url:

        def create(name: str) -> dict[str, Any]:
            return {**mysql.options_for(mysql.create(url, name)), "CONN_MAX_AGE": None}

        ((version, *values),) = mysql.run(url, f"SELECT VERSION(), {', '.join(f'@@{one}' for one in MARIADB_SETTINGS)}")
        pairs = zip(MARIADB_SETTINGS, values, strict=True)
        conditions = ", ".join(f"{name}={value}" for name, value in pairs)
        yield Server("MariaDB", str(version).partition("-")[0], f"its own defaults: {conditions}", create)


def _shown(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


SERVERS: Final[dict[str, Callable[[Path], AbstractContextManager[Server]]]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
}
"""Those that every machine has which has the packages of the tests."""


def servers() -> dict[str, Callable[[Path], AbstractContextManager[Server]]]:
    """Them, and MariaDB where it is installed with its driver."""
    has_mariadb = find_spec("MySQLdb") is not None and shutil.which("mariadb-install-db") is not None
    return {**SERVERS, "mariadb": mariadb} if has_mariadb else SERVERS
