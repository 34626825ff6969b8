"""What the checks say about tables that an old server, or an old habit, has made differently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.checks import Tags, run_checks
from django.db import connections
from django.test import Client, override_settings

from drf_signet.sessions.tokens import RefreshToken
from tests.conftest import PASSWORD
from tests.real_parts import mysql

SESSIONS = "signet_sessions_session"


@contextmanager
def altered(url: str, change: str, back: str) -> Iterator[None]:
    """Change the table of sessions, and change it back."""
    mysql.run(url, f"ALTER TABLE {SESSIONS} {change}")
    try:
        yield
    finally:
        mysql.run(url, f"ALTER TABLE {SESSIONS} {back}")


def said(alias: str) -> list[str]:
    """Our messages about the database."""
    found = run_checks(tags=[Tags.database], databases=[alias])
    return [f"{one.id}: {one.msg}" for one in found if str(one.id).startswith("signet.")]


def test_of_tables_as_django_makes_them_nothing_is_said(mariadb: str) -> None:
    """On a server of today."""
    assert said(mariadb) == []


def test_a_table_without_transactions_is_an_error(mariadb: str, project_url: str) -> None:
    """It could keep half of a change."""
    with altered(project_url, "ENGINE=MyISAM", "ENGINE=InnoDB"):
        assert said(mariadb) == [
            f"signet.E061: The table {SESSIONS} uses the engine MyISAM, which has no transactions."
        ]


def test_a_table_of_few_letters_gets_a_warning(mariadb: str, project_url: str) -> None:
    """The character set that used to be called utf8 has at most three bytes for each."""
    with altered(project_url, "CONVERT TO CHARACTER SET utf8mb3", "CONVERT TO CHARACTER SET utf8mb4"):
        (message,) = said(mariadb)
        assert message.startswith(f"signet.W062: The table {SESSIONS} uses the character set utf8mb3, ")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Vienna"])
def test_the_admin_lists_sessions_without_tables_of_time_zones(mariadb: str, zone: str) -> None:
    """They are empty until somebody loads them."""
    root = User.objects.create_superuser("root", "root@example.com", PASSWORD)
    RefreshToken.for_user(root)
    client = Client(raise_request_exception=False)
    with override_settings(TIME_ZONE=zone):
        client.force_login(root)
        assert client.get("/admin/signet_sessions/session/").status_code == 200


def test_a_database_without_the_tables_of_accounts_is_migrated(mariadb: str) -> None:
    """Such as one for mails alone: a router that names tables is only asked about tables."""
    model = SimpleNamespace(_meta=SimpleNamespace(db_table="somewhere_else"))
    migration = import_module("drf_signet.accounts.migrations.0006_compare_addresses_exactly")
    with connections[mariadb].schema_editor(atomic=False) as editor:
        migration.compare_exactly(SimpleNamespace(get_model=lambda app, name: model), editor)
