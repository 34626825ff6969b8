"""The project behind gunicorn: processes that a test may start, and kill."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.races.databases import ROOT, Database
from tests.real_parts.ports import free_port, wait_for_port


@dataclass(frozen=True)
class Layout:
    """The number of processes and of threads in each, and the settings of the project."""

    workers: int = 1
    threads: int = 4
    signet: Mapping[str, object] = field(default_factory=dict)
    isolation_level: str | None = None
    atomic_requests: bool = False
    application: str = "tests.races.project.wsgi:application"

    def variables(self, database: Database) -> dict[str, str]:
        """The environment of the project."""
        chosen = {
            "RACES_DATABASE_URL": database.url,
            "RACES_SIGNET": json.dumps(dict(self.signet)),
            "RACES_ATOMIC_REQUESTS": str(int(self.atomic_requests)),
        }
        if self.isolation_level:
            chosen["RACES_ISOLATION_LEVEL"] = self.isolation_level
        return {**os.environ, **chosen}


class Server:
    """One master process of gunicorn, and its workers."""

    def __init__(self, database: Database, layout: Layout, log: Path) -> None:
        self.port = free_port()
        self.log = log
        self._environment = layout.variables(database)
        self._command = [
            # psycopg warns about connections that are open when a process stops, as Django leaves them.
            *(sys.executable, "-W", "error", "-W", "ignore::ResourceWarning", "-m", "gunicorn"),
            *("--preload", "--no-control-socket"),
            *("--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--log-level", "warning"),
            *("--workers", str(layout.workers), "--threads", str(layout.threads), "--graceful-timeout", "2"),
            layout.application,
        ]

    def start(self) -> None:
        """Start, and return when it listens."""
        with self.log.open("a") as output:
            self._master = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for_port(self.port)

    def stop(self) -> None:
        """Stop in good order."""
        self._master.terminate()
        self._master.wait(timeout=20)

    def workers(self) -> Sequence[int]:
        """The processes that answer requests now."""
        return [child.pid for child in psutil.Process(self._master.pid).children()]

    def kill_worker(self, chance: random.Random) -> bool:
        """Kill one of the workers with SIGKILL; gunicorn starts another. Returns False if there was none."""
        workers = self.workers()
        if not workers:
            return False
        try:
            os.kill(chance.choice(workers), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def kill(self) -> None:
        """Kill all of its processes with SIGKILL, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._master.pid, signal.SIGKILL)
        self._master.wait(timeout=20)


@contextmanager
def serving(database: Database, layout: Layout, folder: Path) -> Iterator[Server]:
    """The project on a free port. At the end, its log must have no traceback."""
    server = Server(database, layout, folder / f"server-{random.randrange(10**9)}.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()
    said = server.log.read_text()
    assert "Traceback" not in said, said
