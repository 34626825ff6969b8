"""A migration of the library in somebody's project, while somebody else has the table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.real_parts import servers
from tests.real_parts.old_environments import ROOT

PATIENCE: Final = 300.0
PROJECT: Final = """
import json, sys
import django
from django.conf import settings
from django.core.management import execute_from_command_line
settings.configure(
    SECRET_KEY="k" * 64,
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "drf_signet.sessions"],
    DATABASES={"default": json.loads(sys.argv[1])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
execute_from_command_line(["manage.py", "migrate", "-v", "0", *sys.argv[2:]])
"""
"""With Django's own command, and its own database backend."""

FIRST: Final = ("signet_sessions", "0001_initial")
SECOND: Final = ("signet_sessions", "0002_racing_from_generation")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """PostgreSQL."""
    with servers.private_folder() as folder, servers.postgresql(folder) as started:
        yield started


@pytest.fixture
def url(server: str) -> str:
    """The same, with the tables of an early version."""
    with migrating(server, *FIRST) as process:
        assert process.wait(PATIENCE) == 0
    return server


@contextmanager
def migrating(url: str, *words: str, log: Path = Path(os.devnull), **variables: str) -> Iterator[subprocess.Popen[Any]]:
    """`migrate` with *words*, which writes into *log*."""
    reached = conninfo_to_dict(url)
    place = {"NAME": "postgres", "USER": reached["user"], "HOST": reached["host"]}
    options = json.dumps({"ENGINE": "django.db.backends.postgresql", **place})
    paths = os.pathsep.join(str(ROOT / one) for one in ("src", "tokens/src"))
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROJECT, options, *words],
            env={**os.environ, "PYTHONPATH": paths, **variables},
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def in_use(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A transaction that has read the table."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT count(*) FROM signet_sessions_session")
        yield connection
        connection.rollback()


def wait_for(is_so: Callable[[], bool], process: subprocess.Popen[Any]) -> None:
    """Return as soon as *is_so*. Fails where *process* ends before that."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_limit_that_the_project_has_set_counts(url: str, tmp_path: Path) -> None:
    """The migration fails after it, and nothing is tried again."""
    log = tmp_path / "log"
    with in_use(url), migrating(url, *SECOND, log=log, PGOPTIONS="-c lock_timeout=50ms") as process:
        assert process.wait(PATIENCE) == 1
    assert "canceling statement due to lock timeout" in log.read_text()
    assert "Trying again" not in log.read_text()


def test_it_waits_for_a_second_and_tries_again_later(url: str, tmp_path: Path) -> None:
    """It says who has the table, and goes on when that transaction ends. Meanwhile, others read and write."""
    log = tmp_path / "log"
    with in_use(url) as other, migrating(url, *SECOND, log=log) as process:
        wait_for(lambda: log.read_text().count("Trying again") >= 2, process)
        with psycopg.connect(url, options="-c lock_timeout=30s") as third:
            third.execute("DELETE FROM signet_sessions_session")
        assert f"process {other.info.backend_pid} (" in log.read_text()
        assert "signet_sessions_session" in log.read_text()
        other.rollback()
        assert process.wait(PATIENCE) == 0, log.read_text()
    with psycopg.connect(url) as connection:
        connection.execute("SELECT racing_from_generation FROM signet_sessions_session")
