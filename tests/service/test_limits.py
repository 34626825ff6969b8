"""How long a statement may take on PostgreSQL, and what the operator says instead."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import InternalError, OperationalError, connections

from signet_server import health
from signet_server.databases.limits import LIMITS, limits_to_set, longest_statement
from signet_server.databases.postgresql import base
from signet_server.databases.postgresql.base import DatabaseWrapper
from signet_server.deadline import within, without_limits
from signet_server.environment import read_environment
from tests.real_parts import servers
from tests.service.test_environment import GOOD
from tests.stand_ins.pooler import pooler_without_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server of its own."""
    with servers.private_folder() as data, servers.postgresql(data) as started:
        yield started


@pytest.fixture(autouse=True)
def _closed_circuit() -> None:
    base.CIRCUIT.held()


def connected(url: str, options: str = "") -> Any:
    """Django's connection, as the service makes it."""
    config = read_environment({**GOOD, "DATABASE_URL": url + options}).database
    return DatabaseWrapper({**connections.databases["default"], **config, "TIME_ZONE": None}, "default")


def shown(connection: Any, name: str) -> Any:
    """The setting *name* of the server."""
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def test_limits_are_set_on_each_connection(url: str) -> None:
    """Not as options of the connection, which PgBouncer refuses."""
    connection = connected(url)
    assert [shown(connection, name) for name in LIMITS] == ["5s", "3s", "10s"]
    assert "options" not in connection.get_connection_params()
    connection.close()


def test_the_operators_own_come_first(url: str) -> None:
    """Those in the URL."""
    connection = connected(url, "&options=-c%20statement_timeout%3D7s%20--lock-timeout%3D1s&keepalives_idle=77")
    assert [shown(connection, name) for name in LIMITS] == ["7s", "1s", "10s"]
    assert connection.get_connection_params()["keepalives_idle"] == 77
    assert connection.connection.longest_wait == 8
    connection.close()


def test_a_migration_has_no_limits(url: str) -> None:
    """It takes as long as its tables are large."""
    with without_limits(), within(-1):
        connection = connected(url)
        assert [shown(connection, name) for name in LIMITS] == ["0", "0", "0"]
        connection.close()


@pytest.mark.parametrize(
    ("options", "seconds"),
    [
        ("", 5),
        ("-c statement_timeout=700", 0.7),
        ("-c statement_timeout=2min", 120),
        ("-cstatement_timeout='2 s'", 2),
        ("--statement-timeout=1h", 3_600),
        ("-c statement_timeout=0", float("inf")),
        ("-c statement_timeout=soon", float("inf")),
        ("-c search_path=x", 5),
    ],
)
def test_the_longest_statement_is_read(options: str, seconds: float) -> None:
    """In each way in which PostgreSQL takes it."""
    given = {"options": options}
    assert longest_statement(given) == seconds
    assert ("statement_timeout" in limits_to_set(given)) == ("statement" not in options)


def test_a_server_that_says_nothing_is_left(url: str) -> None:
    """The client hangs up, although the connection is fine. While one request finds out, nobody else connects."""
    connection = connected(url)
    connection.ensure_connection()
    connection.connection.longest_wait = 0.3
    began = time.monotonic()
    with pytest.raises(OperationalError, match=r"no answer within 0\.3 seconds"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")
    assert time.monotonic() - began < 30
    assert connection.connection.closed
    connection.close()
    assert base.CIRCUIT.enter()
    with pytest.raises(OperationalError, match="did not answer a moment ago"):
        connection.ensure_connection()
    base.CIRCUIT.held()
    connection.ensure_connection()
    connection.close()


def test_a_server_that_refuses_changes_is_left_at_the_end_of_the_request(url: str) -> None:
    """After a failover, the next connection may lead to the new primary, while this one reads what is old."""
    connection = connected(url)
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        with pytest.raises(InternalError, match="read-only transaction"):
            cursor.execute("CREATE TABLE never (id int)")
    assert connection.connection is not None
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None
    assert shown(connection, "transaction_read_only") == "off"
    connection.close()


def test_readiness_waits_for_no_replica(url: str) -> None:
    """One that hangs holds sign-ins up. If `/readyz` waited as well, every node would count as away, for reads, too."""
    connection, own = connected(url), connections["default"]
    with connection.schema_editor() as editor:
        editor.create_model(Session)
    connections["default"] = connection
    try:
        with replica_that_hangs(connected(url)), within(2):
            health.write_something()
    finally:
        connections["default"] = own
        connection.close()


@contextmanager
def replica_that_hangs(connection: Any) -> Iterator[None]:
    """Each commit of the server waits for a replica that isn't there."""
    wait_for_replica(connection, "nobody")
    try:
        yield
    finally:
        wait_for_replica(connection, "")
        connection.close()


def wait_for_replica(connection: Any, name: str) -> None:
    """Commits wait for the replica *name* from now on."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        cursor.execute("SELECT pg_reload_conf()")
    while shown(connection, "synchronous_standby_names") != name:
        time.sleep(0.01)


def test_a_request_without_time_left_asks_nothing(url: str) -> None:
    """Whatever it was that took so long."""
    connection = connected(url)
    connection.ensure_connection()
    with within(-1), pytest.raises(OperationalError, match="the request takes too long"):
        shown(connection, "lock_timeout")
    assert shown(connection, "lock_timeout") == "3s"
    connection.close()


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The answers to each question whether a connection is usable."""
    usable, answers = DatabaseWrapper.is_usable, []

    def is_usable(self: DatabaseWrapper) -> bool:
        answers.append(usable(self))
        return answers[-1]

    monkeypatch.setattr(DatabaseWrapper, "is_usable", is_usable)
    return answers


def next_request(connection: Any) -> Any:
    """What the connection answers to the next request."""
    connection.close_if_unusable_or_obsolete()
    return shown(connection, "lock_timeout")


def test_a_connection_that_answered_a_moment_ago_is_not_asked_again(url: str, questions: list[bool]) -> None:
    """The question would cost a round trip for each request."""
    connection = connected(url)
    connection.ensure_connection()
    assert [next_request(connection) for _ in range(3)] == ["3s"] * 3
    assert not questions
    connection.close()


def test_a_connection_that_lay_idle_is_asked(url: str, questions: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what became of the server."""
    connection = connected(url)
    connection.ensure_connection()
    monkeypatch.setattr(base, "FRESH", 0)
    assert next_request(connection) == "3s"
    assert questions == [True]
    connection.close()


def test_a_server_that_has_taken_leave_is_noticed_at_once(
    url: str, questions: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last words lie unread: the request gets another connection, and no error."""
    monkeypatch.setattr(base, "FRESH", 3_600)
    connection, other = connected(url), connected(url)
    connection.ensure_connection()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.connection.info.backend_pid])
    assert next_request(connection) == "3s"
    assert questions == [False]
    for one in (connection, other):
        one.close()


def test_a_connection_that_became_read_only_is_replaced(url: str) -> None:
    """A primary that now follows another one goes on to answer; the next connection leads to the other."""
    connection = connected(url)
    connection.ensure_connection()
    assert connection.is_usable()
    connection.connection.execute("SET default_transaction_read_only = on")
    assert not connection.is_usable()
    connection.close()


def test_a_pooler_without_a_database_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """PgBouncer accepts connections while the database is away, so only an answer says that it is back."""
    monkeypatch.setattr(base, "HEALTH_CHECK", 0.3)
    with pooler_without_database() as pooler:
        connection = connected(f"postgresql://signet@127.0.0.1:{pooler.port}/signet", "?sslmode=disable")
        with pytest.raises(OperationalError, match="no answer within"):
            connection.ensure_connection()
        assert connection.connection is None
        for _ in range(3):
            with pytest.raises(OperationalError, match="did not answer a moment ago"):
                connection.ensure_connection()
    assert len(pooler.clients) == 1
