"""The project ``tests.projects.provider_page`` behind gunicorn, as a developer runs it, at http://localhost."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.real_parts.ports import wait_for_port

ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class PageProject:
    """A running project."""

    port: int
    database: Path

    @property
    def origin(self) -> str:
        """That of its page."""
        return f"http://localhost:{self.port}"

    def count(self, table: str, where: str = "1 = 1") -> int:
        """The rows of *table*."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return int(connection.execute(f"SELECT COUNT(*) FROM {table} WHERE {where}").fetchone()[0])

    def forget(self) -> None:
        """Delete sessions and identities, and whoever came by them."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            for table in (
                "signet_sessions_session",
                "signet_identities_identity",
                "signet_identities_presentedtoken",
                "signet_identities_providerrequest",
            ):
                connection.execute(f"DELETE FROM {table}")


@contextmanager
def page_project(folder: Path, port: int, providers: Mapping[str, object]) -> Iterator[PageProject]:
    """The project at *port*, with *providers*. Its log has no traceback when it stops."""
    database, log = folder / "page.sqlite3", folder / "page.log"
    origin = f"http://localhost:{port}"
    signet = {
        "PROVIDERS": providers,
        "PROVIDER_RETURN_URL": f"{origin}/",
        "REFRESH_COOKIE_SECURE": False,
        "KEY_SET_CACHE": None,
    }
    environment = {**os.environ, "PAGE_DATABASE": str(database), "PAGE_SIGNET": json.dumps(signet)}
    prepare = [sys.executable, "-m", "tests.projects.provider_page.prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True)
    command = [
        *(sys.executable, "-W", "error", "-W", "ignore::ResourceWarning", "-m", "gunicorn", "--no-control-socket"),
        *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1", "--threads", "8"),
        *("--log-level", "warning", "--graceful-timeout", "2"),
        "tests.projects.provider_page.wsgi:application",
    ]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for_port(port)
            yield PageProject(port, database)
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text(), log.read_text()
