"""Databases for the project: made once, then copied for each test."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from tests.real_parts import mysql

ROOT: Final = Path(__file__).parents[2]
TEMPLATE: Final = "races"

SESSION_ROWS: Final = """
    SELECT id, generation, previous_generation, revoked_at, revoke_reason FROM signet_sessions_session
    ORDER BY created_at
"""


HOUR_AGO: Final = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', rotated_at, '-1 hour')",
    "postgresql": "rotated_at - interval '1 hour'",
    "mysql": "rotated_at - interval 1 hour",
}
TOUCH: Final = "UPDATE signet_sessions_session SET user_agent = 'touched'"


@dataclass(frozen=True)
class Row:
    """What a test looks at in the row of a session."""

    id: str
    generation: int
    previous_generation: int | None
    revoked_at: object
    revoke_reason: str


@dataclass(frozen=True)
class Database:
    """A database of the project's, by its URL."""

    url: str

    def run(self, sql: str) -> Sequence[Sequence[Any]]:
        """Send one statement from outside of the project; what it returns."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(self.url).path, timeout=20)) as lite, lite:
                return lite.execute(sql).fetchall()
        if self.url.startswith("mysql"):
            return mysql.run(self.url, sql)
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def being_written(self) -> Iterator[None]:
        """Another program writes to every session, and commits at the end of the block."""
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(self.url).path, timeout=20)) as lite, lite:
                lite.execute(TOUCH)
                yield
        elif self.url.startswith("mysql"):
            with mysql.transaction(self.url) as cursor:
                cursor.execute(TOUCH)
                yield
        else:
            with psycopg.connect(self.url) as connection:
                connection.execute(TOUCH.encode())
                yield

    def sessions(self) -> list[Row]:
        """All rows, in the order of the sign-ins."""
        return [Row(*row) for row in self.run(SESSION_ROWS)]

    def newest_session(self) -> Row:
        """The row of the last sign-in."""
        return self.sessions()[-1]

    def let_windows_pass(self) -> None:
        """Move the last refresh of every session an hour back, as if that time had gone by."""
        hour_ago = HOUR_AGO[self.url.partition(":")[0]]
        self.run(f"UPDATE signet_sessions_session SET rotated_at = {hour_ago}")


def prepare(url: str) -> Database:
    """Make the tables and the user."""
    environment = {**os.environ, "RACES_DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", "tests.races.project.prepare"], cwd=ROOT, env=environment, check=True)
    return Database(url)


def copy_sqlite(template: Database, folder: Path) -> Database:
    """A copy of *template*, in WAL mode as well."""
    copy = folder / f"{uuid4().hex}.sqlite3"
    shutil.copyfile(urlsplit(template.url).path, copy)
    return Database(f"sqlite://{copy}")


def create_postgresql(server: str, template: str | None = None) -> Database:
    """A new database on *server*, empty or a copy of *template*."""
    name = f"races_{uuid4().hex}" if template else TEMPLATE
    Database(server).run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return Database(urlunsplit(urlsplit(server)._replace(path=f"/{name}")))


def create_mariadb(server: str, template: str | None = None) -> Database:
    """The same on a MariaDB *server*."""
    name = f"races_{uuid4().hex}" if template else TEMPLATE
    url = mysql.create(server, name)
    if template:
        mysql.copy(server, template, name)
    return Database(url)
