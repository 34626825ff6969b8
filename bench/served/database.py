"""The PostgreSQL server: Debian's, in a folder of its own, with the extension that counts statements."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import psycopg

from tests.real_parts.ports import free_port

INSTALLED: Final = "usr/lib/postgresql/*/bin/initdb"
EXTENSION: Final = "pg_stat_statements"
SETTINGS: Final = {
    "shared_preload_libraries": EXTENSION,
    "max_connections": "300",
    "shared_buffers": "2GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
}
"""What differs from its defaults. Everything that decides what outlives a crash is as it comes."""

SHOWN: Final = ("fsync", "synchronous_commit", "full_page_writes", *list(SETTINGS)[1:])
USER: Final = "postgres"
STARTING: Final = 120.0
"""Seconds."""

BUSIEST: Final = """
    SELECT query, calls, total_exec_time, total_exec_time / sum(total_exec_time) OVER ()
    FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
    WHERE datname = %s ORDER BY total_exec_time DESC LIMIT %s"""


class Statement(NamedTuple):
    """One that took much of the time: how often it came, its milliseconds in all, and its share."""

    text: str
    calls: int
    milliseconds: float
    share: float


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: int
    version: str
    conditions: str

    def url(self, name: str) -> str:
        """The address of the database of that *name*."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template1") -> str:
        """A new database, a copy of *template*. The answer is its address."""
        self.execute("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def execute(self, name: str, statement: Any, values: Any = None) -> None:
        """Run *statement* in the database *name*."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(statement, values)

    def forget_statements(self) -> None:
        """Count from here on."""
        self.execute("postgres", "SELECT pg_stat_statements_reset()")

    def busiest(self, name: str, count: int) -> list[Statement]:
        """The statements in the database *name* that took most of the time."""
        with psycopg.connect(self.url("postgres")) as connection:
            rows = connection.execute(BUSIEST, [name, count]).fetchall()
        return [Statement(" ".join(text.split()), *numbers) for text, *numbers in rows]


def binaries() -> Path:
    """Where its programs are. Raises `FileNotFoundError` if it isn't installed."""
    found = sorted(Path("/").glob(INSTALLED), key=lambda one: int(one.parts[-3]))
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    return found[-1].parent


@contextmanager
def postgresql(folder: Path) -> Iterator[Server]:
    """A server with its data below *folder*, until the end of the block."""
    data, port = folder / "data", free_port()
    account = _account(folder)
    programs = binaries()
    initdb: list[str | Path] = [
        programs / "initdb",
        "--pgdata",
        data,
        "--username",
        USER,
        "--auth",
        "trust",
        "--encoding",
        "UTF8",
    ]
    subprocess.run([*initdb, "--locale", "C"], check=True, capture_output=True, **account)
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    where = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", f"unix_socket_directories={folder}"]
    with (folder / "postgresql.log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *options, *where], stdout=log, stderr=log, **account
        )
    try:
        _wait(programs, port)
        yield _described(port, process.pid)
    finally:
        # Fast shutdown: PostgreSQL ends its connections.
        process.send_signal(2)
        process.wait(60)


def _wait(programs: Path, port: int) -> None:
    """Until it accepts connections, which is later than it listens. Raises `TimeoutError`."""
    end = time.monotonic() + STARTING
    asked: list[str | Path] = [programs / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)]
    while subprocess.run(asked, check=False).returncode:
        if time.monotonic() > end:
            raise TimeoutError(f"PostgreSQL accepts no connections on port {port}")
        time.sleep(0.1)


def _described(port: int, process: int) -> Server:
    bare = Server(port, process, "", "")
    bare.execute("postgres", f"CREATE EXTENSION {EXTENSION}")
    with psycopg.connect(bare.url("postgres")) as connection:
        shown = [_shown(connection, name) for name in ("server_version", *SHOWN)]
    conditions = ", ".join(f"{name} = {value}" for name, value in zip(SHOWN, shown[1:], strict=True))
    return Server(port, process, shown[0].partition(" ")[0], conditions)


def _shown(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""


def _account(folder: Path) -> dict[str, Any]:
    """Who runs it: PostgreSQL refuses to run as root, and the package has made a user for it."""
    if os.geteuid():
        return {}
    found = pwd.getpwnam(USER)
    shutil.chown(folder, USER)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
