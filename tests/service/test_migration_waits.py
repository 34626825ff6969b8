"""A migration that has to wait for somebody's transaction, under traffic: requests don't wait with it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import Any, Final

import psycopg
import pytest
from django.db import ProgrammingError, connections

from drf_signet.lock_waits import ATTEMPTS, LONGEST_PAUSE, RefusedStatement, StillLockedError, until_unlocked
from tests.real_parts import mysql, servers
from tests.service.conftest import clean_environment
from tests.service.faulty import SESSIONS, Faulty, serving
from tests.service.http import Answer
from tests.service.test_migration_lock import connected

pytestmark = pytest.mark.django_db

PATIENCE: Final = 300.0
TRIES: Final = 3
"""Failed attempts to wait for: with their pauses, they take longer than a request may wait for a lock."""

SETTINGS: Final = """
from signet_server.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "planted"]
"""
MIGRATION: Final = """
from django.db import migrations

class Migration(migrations.Migration):
    operations = [migrations.RunSQL("ALTER TABLE signet_sessions_session ADD COLUMN of_tomorrow integer NULL")]
"""


@contextmanager
def on_postgresql(folder: Path) -> Iterator[tuple[Faulty, Any]]:
    """The service, and a connection of somebody else's."""
    with (
        servers.private_folder() as data,
        servers.postgresql(data) as url,
        serving(folder, {"DATABASE_URL": url}) as running,
        psycopg.connect(url) as other,
    ):
        yield running, other


@contextmanager
def on_mariadb(folder: Path) -> Iterator[tuple[Faulty, Any]]:
    """The same."""
    with servers.private_folder() as data, servers.mariadb(data) as server:
        url = mysql.create(server, "waited")
        with serving(folder, {"DATABASE_URL": url}) as running, closing(mysql.connect(url)) as other:
            yield running, other


def plant(folder: Path) -> Mapping[str, str]:
    """Settings of the service, with an app that changes the table of sessions."""
    migrations = folder / "planted" / "migrations"
    migrations.mkdir(parents=True)
    for place in (migrations, migrations.parent):
        (place / "__init__.py").touch()
    (migrations / "0001_initial.py").write_text(MIGRATION)
    (folder / "planted_settings.py").write_text(SETTINGS)
    return {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "planted_settings"}


def wait_for(is_so: Callable[[], bool], process: subprocess.Popen[Any]) -> None:
    """Return as soon as *is_so*. Fails where *process* ends before that."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.1)


def refresh_until(over: Event, running: Faulty) -> list[Answer]:
    """All answers until then: each session is refreshed once in some seconds, far below its limit."""
    answers = []
    for index in cycle(range(SESSIONS)):
        if over.is_set():
            break
        answers.append(running.refresh(index))
        time.sleep(0.5)
    return answers


@pytest.mark.parametrize("database", [on_postgresql, on_mariadb])
def test_requests_go_on_while_a_migration_waits(database: Any, tmp_path: Path) -> None:
    """
    None of them is refused, as each waits for less than `lock_timeout`, 3 s. The migration says what it waits for.

    It ends when the transaction does.
    """
    log = tmp_path / "migrate.log"
    with database(tmp_path) as (running, other), ThreadPoolExecutor(1) as client:
        variables = clean_environment({**running.variables, **plant(tmp_path)})
        cursor = other.cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM signet_sessions_session")
        cursor.fetchall()
        over = Event()
        asked = client.submit(refresh_until, over, running)
        with log.open("w") as output:
            command = [sys.executable, "-W", "ignore", "-m", "django", "migrate"]
            migrate = subprocess.Popen(command, env=variables, stdout=output, stderr=output)
        try:
            wait_for(lambda: log.read_text().count("Trying again") >= TRIES, migrate)
            cursor.execute("ROLLBACK")
            assert migrate.wait(PATIENCE) == 0, log.read_text()
        finally:
            over.set()
            migrate.kill()
            migrate.wait()
        answers = asked.result(PATIENCE)
        cursor.execute("SELECT of_tomorrow FROM signet_sessions_session LIMIT 1")
        assert number_of(other) in log.read_text()
    assert {one.status for one in answers} == {200}, [one.body for one in answers if one.status != 200]
    assert len(answers) > TRIES


def number_of(connection: Any) -> str:
    """What a message says of it."""
    if isinstance(connection, psycopg.Connection):
        return f"process {connection.info.backend_pid} (user postgres, idle in transaction) holds"
    return f"connection {connection.thread_id()}, in a transaction for"


def test_it_gives_up_after_some_minutes_with_a_sentence_that_says_what_to_do() -> None:
    """Each pause is longer than the one before, so that requests have most of the time."""
    pauses, said = list[float](), list[str]()
    with servers.private_folder() as data, servers.postgresql(data) as url, psycopg.connect(url) as other:
        other.execute("CREATE TABLE planted (id int)")
        other.commit()
        other.execute("LOCK TABLE planted IN ACCESS SHARE MODE")
        connection = connected(url)
        refused = RefusedStatement()
        with refused.watched(connection), connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 10")
            with pytest.raises(StillLockedError) as caught:
                until_unlocked(
                    lambda: cursor.execute('ALTER TABLE "planted" ADD COLUMN more int'),
                    connection,
                    refused,
                    said.append,
                    pauses.append,
                )
        connection.close()
        pid = other.info.backend_pid
    assert pauses == sorted(pauses)
    assert (len(pauses), pauses[0], pauses[-1]) == (ATTEMPTS - 1, 1, LONGEST_PAUSE)
    assert len(said) == ATTEMPTS - 1
    assert f"SELECT pg_terminate_backend({pid});" in str(caught.value)
    assert "migrate again. Nothing of this migration is left." in str(caught.value)


def test_what_fails_for_another_reason_is_not_tried_again() -> None:
    """It would fail again."""
    attempts, said = list[object](), list[object]()

    def attempt() -> None:
        attempts.append(None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing")

    with servers.private_folder() as data, servers.postgresql(data) as url:
        connection = connected(url)
        with pytest.raises(ProgrammingError, match="nothing"):
            until_unlocked(attempt, connection, RefusedStatement(), said.append, said.append)
        connection.close()
    assert (attempts, said) == ([None], [])


def test_the_limits_of_a_migration_are_those_of_its_transaction() -> None:
    """Whatever the role says; PgBouncer may lend the session to a request afterwards."""
    with servers.private_folder() as data, servers.postgresql(data) as url:
        with psycopg.connect(url, autocommit=True) as superuser:
            superuser.execute("ALTER ROLE postgres SET statement_timeout = '4321ms'")
            superuser.execute("ALTER ROLE postgres SET lock_timeout = '3210ms'")
        connection, usual = connected(url), connections["default"]
        # Django looks for the connection of a transaction by its name.
        connections["default"] = connection
        try:
            with connection.schema_editor() as editor:
                inside = shown(connection)
                editor.execute("CREATE TABLE planted (id int)")
            after = shown(connection)
        finally:
            connections["default"] = usual
            connection.close()
    assert inside == ["1s", "0"]
    assert after == ["3s", "5s"]


def shown(connection: Any) -> list[str]:
    """How long a lock and a statement may take."""
    with connection.cursor() as cursor:
        return [cursor.execute(f"SHOW {name}").fetchone()[0] for name in ("lock_timeout", "statement_timeout")]
