"""The tables: that the migrations make what the models say."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections

from drf_signet.sessions.models import PasswordRehash, Session


def test_no_migration_is_missing(db: None) -> None:
    """Exits with an error if one is."""
    call_command("makemigrations", "signet_sessions", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("model", [Session, PasswordRehash])
def test_no_constraint_holds_on_to_a_user(database: str, model: type[Session | PasswordRehash]) -> None:
    """Neither in the one database nor in the other, though the column is indexed."""
    connection = connections[database]
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
    assert not any(one["foreign_key"] for one in constraints.values())
    assert any(one["index"] and one["columns"] == ["user_id"] for one in constraints.values())


def test_postgresql_leaves_room_for_the_next_version_of_a_row(postgresql: str) -> None:
    """In each page of the table."""
    with connections[postgresql].cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [Session._meta.db_table])
        assert cursor.fetchall() == [(["fillfactor=80"],)]


def test_the_migration_can_be_taken_back(postgresql: str) -> None:
    """And made again; the users stay."""
    User.objects.create_user("ada")
    call_command("migrate", "signet_sessions", "zero", database=postgresql, verbosity=0)
    try:
        tables = connections[postgresql].introspection.table_names()
        assert not [name for name in tables if name.startswith("signet_sessions")]
    finally:
        call_command("migrate", "signet_sessions", database=postgresql, verbosity=0)
    assert User.objects.count() == 1
    assert not Session.objects.exists()


def test_labels_change_no_table(postgresql: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The migration is for the words of the admin alone, so the previous version serves on."""
    call_command("sqlmigrate", "signet_sessions", "0004", database=postgresql, no_color=True)
    assert statements(capsys.readouterr().out) == []


def statements(written: str) -> list[str]:
    """The lines of *written* that change something."""
    return [line for line in written.splitlines() if line and not line.startswith(("--", "BEGIN", "COMMIT"))]
