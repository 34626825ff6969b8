"""Databases on a MariaDB server, made and looked at from outside of a project. A URL says where each is."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit


def options_for(url: str, **options: object) -> dict[str, Any]:
    """How Django reaches the database *url*, with further *options* of its ``OPTIONS``."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.mysql",
        "NAME": parts.path.removeprefix("/"),
        "USER": parts.username or "",
        "HOST": parse_qs(parts.query)["unix_socket"][0],
        "OPTIONS": options,
    }


def connect(url: str) -> Any:
    """A connection to the database *url*, or to none of the server's."""
    reached = options_for(url)
    # No machine without MariaDB's library has this module.
    driver = importlib.import_module("MySQLdb")
    return driver.connect(user=reached["USER"], unix_socket=reached["HOST"], database=reached["NAME"])


@contextmanager
def transaction(url: str) -> Iterator[Any]:
    """A cursor in a transaction, which is committed at the end of the block."""
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        yield cursor
        connection.commit()


def run(url: str, *statements: str) -> Sequence[Sequence[Any]]:
    """Send *statements*; what the last one returns."""
    with transaction(url) as cursor:
        for one in statements:
            cursor.execute(one)
        rows: Sequence[Sequence[Any]] = cursor.fetchall()
        return rows


def create(server: str, name: str, more: str = "CHARACTER SET utf8mb4") -> str:
    """A new database *name*, instead of one that a module left which is run again; the value is its URL."""
    run(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} {more}")
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def copy(server: str, template: str, name: str) -> None:
    """Fill the new database *name* with the tables and rows of *template*."""
    with transaction(server) as cursor:
        cursor.execute(f"USE {name}")
        cursor.execute("SET foreign_key_checks = 0")
        cursor.execute(f"SHOW TABLES FROM {template}")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SHOW CREATE TABLE {template}.{table}")
            cursor.execute(cursor.fetchone()[1])
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {template}.{table}")  # our own names
