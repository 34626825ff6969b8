"""Which locks each migration takes in PostgreSQL, and what it does while it has them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.real_parts import servers
from tests.real_parts.old_environments import ROOT

AGAINST_ALL: Final = "AccessExclusiveLock"
AGAINST_WRITING: Final = "ShareRowExclusiveLock"

EXPECTED: Final[Mapping[str, Mapping[str, str]]] = {
    "signet_sessions.0002_racing_from_generation": {"signet_sessions_session": AGAINST_ALL},
    "signet_sessions.0003_refreshed_at": {"signet_sessions_session": AGAINST_ALL},
    "signet_sessions.0005_methods": {"signet_sessions_session": AGAINST_ALL},
    "signet_accounts.0001_initial": {"users_user": AGAINST_WRITING},
    "signet_accounts.0004_name_key": {"users_user": AGAINST_WRITING},
    "signet_accounts.0005_waiting_mail_world": {"signet_accounts_waitingmail": AGAINST_ALL},
    "signet_identities.0001_initial": {"users_user": AGAINST_WRITING},
    "users.0001_initial": {"auth_group": AGAINST_WRITING, "auth_permission": AGAINST_WRITING},
}
"""The locks on tables that were there before, by the name of the migration. Others take none."""

WITHOUT_TRANSACTION: Final = {"signet_accounts.0006_compare_addresses_exactly"}
"""It does something in MySQL and MariaDB only. Such a migration has no limit for its waits in PostgreSQL."""


@pytest.fixture(scope="module")
def migrations() -> Mapping[str, Any]:
    """What each did."""
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        reached = conninfo_to_dict(url)
        place = {"NAME": "postgres", "USER": reached["user"], "HOST": reached["host"]}
        options = json.dumps({"ENGINE": "django.db.backends.postgresql", **place})
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(Path(__file__).with_name("locks.py")), options],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / one) for one in ("src", "tokens/src"))},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def steps_under(migration: Any, mode: str) -> Sequence[Any]:
    """The statements that were sent while a lock of this *mode* was held, and the one that took it."""
    return [one for one in migration["steps"] if mode in {held for _, held in one["locks"]}]


def test_each_migration_takes_the_locks_that_are_known(migrations: Mapping[str, Any]) -> None:
    """A new one is looked at here."""
    taken = {
        name: {table: mode for step in one["steps"] for table, mode in step["locks"]}
        for name, one in migrations.items()
    }
    assert {name: locks for name, locks in taken.items() if locks} == EXPECTED
    assert {name for name, one in migrations.items() if not one["atomic"]} == WITHOUT_TRANSACTION


def test_nothing_reads_or_copies_a_table_while_it_is_locked_against_all(migrations: Mapping[str, Any]) -> None:
    """So the lock is held for milliseconds, however many rows there are. The rows are there: another one reads them."""
    for name, one in migrations.items():
        slow = [step["sql"] for step in steps_under(one, AGAINST_ALL) if step["reads"] or step["copies"]]
        assert not slow, name
    (key,) = [one for one in steps_under(migrations["signet_accounts.0004_name_key"], AGAINST_WRITING) if one["reads"]]
    assert " FOREIGN KEY " in key["sql"]


def test_no_index_is_built_while_users_are_locked_against_writing(migrations: Mapping[str, Any]) -> None:
    """In an app that a project adds to its own users: a foreign key comes last."""
    for name in ("signet_accounts.0001_initial", "signet_accounts.0004_name_key"):
        under = [step["sql"] for step in steps_under(migrations[name], AGAINST_WRITING)]
        assert not [one for one in under if one.startswith("CREATE")], name


@pytest.mark.parametrize("folder", ["sessions", "accounts", "keyring"])
def test_each_migration_of_the_library_has_bounded_waits(folder: str) -> None:
    """Also the next one, which Django writes with a base class of its own."""
    for file in (ROOT / "src" / "drf_signet" / folder / "migrations").glob("0*.py"):
        assert "class Migration(BoundedMigration):" in file.read_text(), file
