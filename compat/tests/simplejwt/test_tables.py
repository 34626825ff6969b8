"""The tables are Simple JWT's: as its migrations make them, and there and back again with the rows that are in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from psycopg import sql

from compat.tests.simplejwt.processes import SETTINGS, database, manage, python
from tests.real_parts import servers
from tests.sessions.conftest import options_for

THEIRS: Final = "rest_framework_simplejwt"
OURS: Final = "drf_signet_compat.simplejwt"
Make = Callable[[str], dict[str, object]]
Databases = Callable[[Path], AbstractContextManager[Make]]

BOTH: Final = [THEIRS, OURS]

MIGRATE: Final = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", no_color=True)
"""

LOOK: Final = """
import json
from django.db import connection
found = {}
with connection.cursor() as cursor:
    for table in ("token_blacklist_outstandingtoken", "token_blacklist_blacklistedtoken"):
        columns = connection.introspection.get_table_description(cursor, table)
        keys = connection.introspection.get_constraints(cursor, table)
        found[table] = {
            "columns": sorted([one.name, str(one.type_code), one.null_ok, one.default, one.pk] if hasattr(one, "pk")
                              else [one.name, str(one.type_code), one.null_ok, one.default] for one in columns),
            # Their names say from which column a migration once renamed them.
            "keys": sorted(json.dumps({name: value for name, value in key.items() if name != "definition"},
                                      sort_keys=True) for key in keys.values()),
            "sequences": [one["column"] for one in connection.introspection.get_sequences(cursor, table)],
        }
print(json.dumps(found, sort_keys=True))
"""

WRITE: Final = """
import importlib, os
from django.contrib.auth.models import User
package = os.environ["SIMPLE_JWT_NAME"]
tokens = importlib.import_module(package + ".tokens")
user, _ = User.objects.get_or_create(username="ada")
tokens.RefreshToken.for_user(user).blacklist()
models = importlib.import_module(package + ".token_blacklist.models")
print(models.OutstandingToken.objects.count(), models.BlacklistedToken.objects.count())
"""

LAST: Final = ("0007", "0008", "0010", "0011", "0012", "0013")
"""The last migrations of Simple JWT 4.0, of those up to 5.0, of 5.1 to 5.5.0, and of 5.5.1."""

MIGRATIONS: Final = (
    "0008_migrate_to_bigautofield",
    "0010_fix_migrate_to_bigautofield",
    "0011_linearizes_history",
    "0012_alter_outstandingtoken_user",
    "0013_alter_blacklistedtoken_options_and_more",
)


@contextmanager
def sqlite(folder: Path) -> Iterator[Make]:
    """Databases in files."""
    yield lambda name: {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / name)}


@contextmanager
def postgresql(folder: Path) -> Iterator[Make]:
    """Databases of one server."""
    with servers.private_folder() as data, servers.postgresql(data) as url:
        options = options_for(url)

        def make(name: str) -> dict[str, object]:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            return {**options, "NAME": name}

        yield make


DATABASES: Final = pytest.mark.parametrize("databases", [sqlite, postgresql])


def migrate(package: str, options: dict[str, object], *arguments: str) -> str:
    """What ``migrate`` says with *package* installed."""
    done = manage("migrate", "--no-color", *arguments, SIMPLE_JWT_NAME=package, SIMPLE_JWT_DATABASE=database(options))
    return done.stdout if done.returncode == 0 else done.stderr


def ask(source: str, package: str, options: dict[str, object]) -> str:
    """What the program *source* prints with *package* installed."""
    environment = {"SIMPLE_JWT_NAME": package, "SIMPLE_JWT_DATABASE": database(options)}
    done = python("-c", source, DJANGO_SETTINGS_MODULE=SETTINGS, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def act(name: str, package: str, options: dict[str, dict[str, object]]) -> dict[str, Any]:
    """What `old_tables` finds in each of the databases with *package* installed."""
    names = json.dumps({last: one["NAME"] for last, one in options.items()})
    environment = {"SIMPLE_JWT_NAME": package, "SIMPLE_JWT_DATABASE": database(options[LAST[0]])}
    done = python(
        "-m", "compat.tests.simplejwt.old_tables", name, names, DJANGO_SETTINGS_MODULE=SETTINGS, **environment
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@DATABASES
def test_tables_are_the_same(databases: Databases, tmp_path: Path) -> None:
    """Column by column, key by key, sequence by sequence."""
    with databases(tmp_path) as make:
        found = {}
        for package in BOTH:
            options = make(package.partition(".")[0])
            found[package] = json.loads(ask(MIGRATE + LOOK, package, options).splitlines()[-1])
    assert found[OURS] == found[THEIRS]
    assert len(found[OURS]["token_blacklist_outstandingtoken"]["columns"]) == 6


@DATABASES
@pytest.mark.parametrize("packages", [BOTH, BOTH[::-1]], ids=["from Simple JWT", "to Simple JWT"])
def test_there_and_back(databases: Databases, packages: list[str], tmp_path: Path) -> None:
    """Whoever made the tables, the other has nothing to migrate, and goes on with them; and so has the first again."""
    with databases(tmp_path) as make:
        options = make("shared")
        assert "Applying token_blacklist" in migrate(packages[0], options)
        for number, package in enumerate([packages[1], packages[0]], 1):
            said = ask(MIGRATE + WRITE, package, options)
            assert "No migrations to apply." in said
            assert said.endswith(f"\n{number} {number}\n")


@DATABASES
def test_tables_of_an_older_simple_jwt(databases: Databases, tmp_path: Path) -> None:
    """Of any since 4.0, our ``migrate`` brings them up to date, rows and all, and theirs has nothing to add."""
    with databases(tmp_path) as make:
        options = {last: make(f"after_{last}") for last in LAST}
        assert set(act("make", THEIRS, options).values()) == {None}
        assert act("migrate", OURS, options) == {
            last: [[name for name in MIGRATIONS if name[:4] > last], "Token is blacklisted", 2] for last in LAST
        }
        (nothing, columns), *others = act("look", THEIRS, options).values()
    assert (nothing, len(columns[0])) == ([], 6)
    assert others == [[nothing, columns]] * (len(LAST) - 1)


def test_tables_before_that(tmp_path: Path) -> None:
    """Are left as they are, with a sentence; after Simple JWT's own last migration they are ours."""
    options: dict[str, object] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "db")}
    migrate(THEIRS, options, "token_blacklist", "0006")
    said = migrate(OURS, options)
    assert "signet.simplejwt.E007" in said
    assert "0007_auto_20171017_2214 was never applied" in said
    migrate(THEIRS, options)
    assert "No migrations to apply." in migrate(OURS, options)
