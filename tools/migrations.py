"""
Whether each migration of ours can run while the version before serves.

    python -m tools.migrations [sqlite | postgresql | mysql] [APP ...]

django-migration-linter reads the SQL: no table or column is dropped, renamed or made NOT NULL without a default of the
database, and PostgreSQL builds no index under a lock. It can't read code and SQL of our own: REVIEWED lists them, each
with the reason why it may run. APP are dotted paths of apps to look at, in place of ours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Final

import django
from django.apps import apps
from django.conf import settings
from django.db import migrations
from django_migration_linter.migration_linter import MigrationLinter
from psycopg.conninfo import conninfo_to_dict

from tests.real_parts import mysql, servers

OURS: Final = (
    "drf_signet.sessions",
    "drf_signet.accounts",
    "drf_signet.identities",
    "drf_signet.mailed_codes",
    "drf_signet.keyring",
    "signet_server.users",
)
NEEDED: Final = ("django.contrib.contenttypes", "django.contrib.auth")

REVIEWED: Final[Mapping[tuple[str, str], str]] = {
    ("signet_sessions", "0001_initial"): "sets a storage parameter of a table that is new",
    ("signet_accounts", "0004_name_key"): "reads users, a thousand at a time, and writes to a table that is new, so no "
    "server waits for it until the end: then the foreign key locks users against writing, while PostgreSQL checks it",
    (
        "signet_accounts",
        "0006_compare_addresses_exactly",
    ): "runs on MySQL and MariaDB only: they copy two tables, which "
    "have one row for each user, and sign-ups wait meanwhile",
}
"""Migrations with code or SQL of our own, and why each may run while the version before serves."""

SQLITE: Final = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


def main(words: Sequence[str]) -> int:
    """Look at the migrations. The answer is the exit status: 0 if all are fine."""
    vendor, *chosen = words or ("sqlite",)
    with DATABASES[vendor]() as database:
        _set_up(database, chosen or OURS)
        linter = MigrationLinter(include_apps=_labels(chosen or OURS), no_cache=True, all_warnings_as_errors=True)
        linter.lint_all_migrations()
        linter.print_summary()
        unseen = list(_unreviewed(linter.migration_loader, _labels(chosen or OURS)))
        for label, name in unseen:
            print(
                f"({label}, {name}) has code or SQL of its own. Say in REVIEWED of tools/migrations.py why it may run."
            )
    return int(linter.has_errors or bool(unseen))


def _set_up(database: Mapping[str, Any], chosen: Sequence[str]) -> None:
    settings.configure(
        SECRET_KEY="k" * 64,
        USE_TZ=True,
        INSTALLED_APPS=[*NEEDED, *dict.fromkeys([*OURS, *chosen]), "django_migration_linter"],
        DATABASES={"default": database},
        AUTH_USER_MODEL="users.User",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def _labels(names: Sequence[str]) -> list[str]:
    return [one.label for one in apps.get_app_configs() if one.name in names]


def _unreviewed(loader: Any, labels: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key, one in sorted(loader.disk_migrations.items()):
        kinds = (migrations.RunPython, migrations.RunSQL, migrations.SeparateDatabaseAndState)
        if key[0] in labels and key not in REVIEWED and any(isinstance(each, kinds) for each in one.operations):
            yield key


@contextmanager
def _postgresql() -> Iterator[Mapping[str, Any]]:
    with servers.private_folder() as folder, servers.postgresql(folder) as url:
        reached = conninfo_to_dict(url)
        place = {"NAME": "postgres", "USER": reached["user"], "HOST": reached["host"]}
        yield {"ENGINE": "django.db.backends.postgresql", **place}


@contextmanager
def _mysql() -> Iterator[Mapping[str, Any]]:
    with servers.private_folder() as folder, servers.mariadb(folder) as url:
        yield mysql.options_for(mysql.create(url, "migrations"))


DATABASES: Final[Mapping[str, Any]] = {
    "sqlite": lambda: nullcontext(SQLITE),
    "postgresql": _postgresql,
    "mysql": _mysql,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
