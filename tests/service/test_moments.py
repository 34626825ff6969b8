"""Moments as PostgreSQL writes them, read as Django and psycopg read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connections

from signet_server.databases.postgresql.base import DatabaseWrapper
from signet_server.environment import read_environment
from tests.real_parts import servers
from tests.service.test_environment import GOOD

pytestmark = pytest.mark.django_db

WRITTEN = [
    "2026-11-29 18:00:00+00",
    "2026-11-29 18:00:00.1+00",
    "2026-11-29 18:00:00.000001+00",
    "2026-11-29 18:00:00.123450+01",
    "2026-11-29 18:00:00-03:30",
    "1890-06-01 12:00:00+00",
    "0001-01-01 00:00:00+00",
    "9999-12-31 23:59:59.999999+00",
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server of its own."""
    with servers.private_folder() as data, servers.postgresql(data) as started:
        yield started


@pytest.fixture
def connection(url: str) -> Iterator[Any]:
    """Django's connection, as the service makes it."""
    config = read_environment({**GOOD, "DATABASE_URL": url}).database
    made = DatabaseWrapper({**connections.databases["default"], **config, "TIME_ZONE": None}, "default")
    yield made
    made.close()


def read(connection: Any, text: str) -> object:
    """What *text* is to a program."""
    with connection.cursor() as cursor:
        return cursor.execute("SELECT %s::timestamptz", [text]).fetchone()[0]


def by_psycopg(url: str, text: str) -> datetime:
    """The same to psycopg alone."""
    with psycopg.connect(url) as bare:
        bare.execute("SET TIME ZONE 'UTC'")
        row = bare.execute("SELECT %s::timestamptz", [text]).fetchone()
        assert row is not None
        moment: datetime = row[0]
        return moment


@pytest.mark.parametrize("text", WRITTEN)
def test_a_moment_is_the_same(connection: Any, url: str, text: str) -> None:
    """To the microsecond, and in UTC, as Django has them."""
    found = read(connection, text)
    assert isinstance(found, datetime)
    assert found == by_psycopg(url, text)
    assert found.tzinfo is UTC


def test_other_ways_to_write_them_are_read_as_before(connection: Any) -> None:
    """A role may have another time zone or another style of dates."""
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'Asia/Kolkata'")
    assert read(connection, "2026-11-29 18:00:00+00") == datetime(2026, 11, 29, 18, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute("SET datestyle TO 'German'")
    with pytest.raises(NotImplementedError, match="DateStyle"):
        read(connection, "2026-11-29 18:00:00+00")


def test_a_role_may_have_another_style_of_dates(connection: Any, url: str) -> None:
    """Each connection of ours asks for ISO."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("ALTER ROLE CURRENT_USER SET datestyle TO 'German'")
        try:
            assert read(connection, "2026-11-29 18:00:00+00") == datetime(2026, 11, 29, 18, tzinfo=UTC)
        finally:
            owner.execute("ALTER ROLE CURRENT_USER RESET datestyle")


@pytest.mark.parametrize("text", ["infinity", "0044-03-15 12:00:00+00 BC", "10000-01-01 00:00:00+00"])
def test_what_no_datetime_can_be_is_an_error(connection: Any, text: str) -> None:
    """The same as before."""
    with pytest.raises(psycopg.DataError):
        read(connection, text)
