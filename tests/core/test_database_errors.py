"""Which errors of a database are an outage, and which are a fault of the program."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import Error, IntegrityError, OperationalError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from drf_signet.database_errors import outage
from tests.stand_ins.outages import OUTAGES, MysqlError, Outage, from_database, sqlite_error

FAULTS: dict[str, Exception] = {
    "wrong-function": from_database(psycopg.errors.UndefinedFunction(), ProgrammingError),
    "taken": from_database(psycopg.errors.UniqueViolation(), IntegrityError),
    "too-deep": from_database(psycopg.errors.StatementTooComplex()),
    "sqlite-wrong-statement": from_database(sqlite_error(sqlite3.SQLITE_ERROR)),
    "mysql-wrong-statement": from_database(MysqlError(1064, "as MySQL says it")),
    "in-a-broken-transaction": TransactionManagementError("nobody knows why"),
    "of-somebody-else": ConnectionError(),
}


@pytest.mark.parametrize("one", OUTAGES.values(), ids=OUTAGES)
def test_an_outage_has_its_code(one: Outage) -> None:
    """And the error of the database as its cause."""
    found = outage(one.error)
    assert found is not None
    assert (found.code, str(found.retry_after)) == (one.code, one.retry_after)
    assert found.__cause__ is one.error


@pytest.mark.parametrize("error", FAULTS.values(), ids=FAULTS)
def test_a_fault_stays_what_it_is(error: Exception) -> None:
    """To try again later would change nothing."""
    assert outage(error) is None


@pytest.mark.django_db
def test_what_sqlite_and_django_raise() -> None:
    """A statement that can't be parsed is a fault; a missing table or column and a read-only database are outages."""
    with pytest.raises(OperationalError) as wrong, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM")
    assert outage(wrong.value) is None

    for statement in ("SELECT 1 FROM nowhere", "SELECT unheard_of FROM auth_user"):
        with pytest.raises(OperationalError) as missing, connection.cursor() as cursor:
            cursor.execute(statement)
        unmigrated = outage(missing.value)
        assert unmigrated is not None
        assert unmigrated.code == "database_not_migrated"

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
    try:
        with pytest.raises(Error) as refused, transaction.atomic():
            User.objects.create_user("ada")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 0")
    found = outage(refused.value)
    assert found is not None
    assert found.code == "database_read_only"


def test_what_is_asked_after_an_outage_in_a_transaction_is_the_same_outage() -> None:
    """The code of a project may catch the first error, and ask again."""
    error = TransactionManagementError("An error occurred in the current transaction.")
    error.__context__ = OUTAGES["mysql-deadlock"].error
    found = outage(error)
    assert found is not None
    assert found.code == "session_busy"


def test_what_comes_after_an_outage_in_a_transaction_is_the_same_outage() -> None:
    """Django refuses further statements with an error of its own, which knows the first one."""
    error = TransactionManagementError("An error occurred in the current transaction.")
    error.__cause__ = OUTAGES["refused"].error
    found = outage(error)
    assert found is not None
    assert found.code == "database_unavailable"
