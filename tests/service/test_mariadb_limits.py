"""How long a statement may take on MariaDB, and what becomes of a server that says nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import OperationalError, connections

from drf_signet.database_errors import outage
from signet_server.deadline import within, without_limits
from signet_server.environment import read_environment
from tests.real_parts import mysql
from tests.service.test_environment import GOOD

pytestmark = pytest.mark.django_db

LIMITS = ("max_statement_time", "innodb_lock_wait_timeout", "lock_wait_timeout", "idle_transaction_timeout")


@pytest.fixture(scope="module")
def url(mariadb_server: str) -> str:
    """An empty database."""
    return mysql.create(mariadb_server, "limits")


@pytest.fixture
def base(url: str) -> Iterator[Any]:
    """The module of the backend, which not every machine can import."""
    found = import_module("signet_server.databases.mysql.base")
    found.CIRCUIT.held()
    yield found
    found.CIRCUIT.held()


def connected(url: str, options: str = "") -> Any:
    """Django's connection, as the service makes it."""
    config = read_environment({**GOOD, "DATABASE_URL": url + options}).database
    backend = import_module(f"{config['ENGINE']}.base")
    return backend.DatabaseWrapper({**connections.databases["default"], **config, "TIME_ZONE": None}, "default")


def asked(connection: Any, sql: str) -> Any:
    """What the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


def code_of(error: BaseException) -> str:
    """The code that the client gets for *error*."""
    found = outage(error)
    assert found is not None, error
    return found.code


def test_limits_are_set_on_each_connection(url: str, base: Any) -> None:
    """Those of the server, and those of the driver; none for a migration."""
    connection = connected(url)
    assert asked(connection, f"SELECT {', '.join(f'@@{name}' for name in LIMITS)}") == (4.0, 3, 3, 10)
    parameters = connection.get_connection_params()
    assert {name: parameters[name] for name in base.WAITS} == base.WAITS
    connection.close()
    with without_limits():
        assert asked(connection, "SELECT @@max_statement_time") == (0.0,)
        assert "read_timeout" not in connection.get_connection_params()
        connection.close()


def test_what_is_read_is_what_others_have_committed(url: str, base: Any) -> None:
    """And every character can be written."""
    connection = connected(url)
    isolation = "SELECT @@tx_isolation, @@character_set_client"
    assert asked(connection, isolation) == ("READ-COMMITTED", "utf8mb4")
    connection.close()


def test_a_long_statement_is_ended(url: str, base: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the server, and the connection goes on."""
    monkeypatch.setattr(base, "STATEMENT", 0.2)
    connection = connected(url)
    with pytest.raises(OperationalError) as caught:
        asked(connection, "SELECT SLEEP(30)")
    assert code_of(caught.value) == "database_unavailable"
    assert asked(connection, "SELECT 1") == (1,)
    connection.close()


def test_a_server_that_says_nothing_is_hung_up_on(url: str, base: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And then not asked for a second."""
    monkeypatch.setattr(base, "STATEMENT", 60)
    connection = connected(url, "&read_timeout=1")
    begun = time.monotonic()
    with pytest.raises(OperationalError) as caught:
        asked(connection, "SELECT SLEEP(30)")
    assert time.monotonic() - begun < 20
    assert code_of(caught.value) == "database_unavailable"
    other = connected(url)
    with pytest.raises(OperationalError, match="did not answer a moment ago") as refused:
        asked(other, "SELECT 1")
    assert code_of(refused.value) == "database_unavailable"
    base.CIRCUIT.held()
    assert asked(other, "SELECT 1") == (1,)
    other.close()
    connection.close()


def test_a_request_without_time_begins_nothing(url: str, base: Any) -> None:
    """Its answer would come too late."""
    connection = connected(url)
    with within(-1), pytest.raises(OperationalError, match="too long") as caught:
        asked(connection, "SELECT 1")
    assert code_of(caught.value) == "database_unavailable"
    assert asked(connection, "SELECT 1") == (1,)
    connection.close()
