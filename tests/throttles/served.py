"""The project in several processes, which share a database and a cache."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.races.databases import ROOT, Database
from tests.real_parts.ports import free_port, wait_for_port


@contextmanager
def served(database: Database, cache_url: str, log: Path, workers: int, threads: int) -> Iterator[int]:
    """The port on which *workers* processes answer. Nothing goes wrong in them: their log has no traceback."""
    port = free_port()
    command = [
        # psycopg warns of connections that are open when a process stops, which is Django's way.
        *(sys.executable, "-W", "error", "-W", "ignore::ResourceWarning", "-m", "gunicorn", "--preload"),
        *("--no-control-socket", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--log-level", "warning"),
        *("--workers", str(workers), "--threads", str(threads), "--graceful-timeout", "2"),
        "tests.throttles.project.wsgi:application",
    ]
    environment = {**os.environ, "RACES_DATABASE_URL": database.url, "THROTTLES_CACHE_URL": cache_url}
    with log.open("a") as output:
        master = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait_for_port(port)
        yield port
    finally:
        master.terminate()
        master.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()
