"""Each database, one after the other, for tests that do several things at once. Import all of these fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from pytest_django import DjangoDbBlocker

from drf_signet.accounts.models import PendingSignUp
from drf_signet.rates import USUAL_RATES
from tests.accounts.changed import signet
from tests.accounts.parallel import IMMEDIATE, Options, make_tables, mariadb, postgresql, sqlite, used
from tests.real_parts import servers

Databases = dict[str, Options]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Databases]:
    """SQLite as Django comes with it and as the service sets it up, and PostgreSQL, with their tables."""
    folder = tmp_path_factory.mktemp("sqlite")
    with servers.private_folder() as data, servers.postgresql(data) as url, django_db_blocker.unblock():
        found = {
            "sqlite": sqlite(folder / "plain.sqlite3", {}),
            "sqlite-immediate": sqlite(folder / "immediate.sqlite3", IMMEDIATE),
            "postgresql": postgresql(url),
        }
        for database in found.values():
            with used(database):
                make_tables()
        yield found


@pytest.fixture(scope="module")
def on_mariadb(mariadb_server: str, django_db_blocker: DjangoDbBlocker) -> Options:
    """MariaDB, at the level that is usual with Django, or at the one that the long tests ask for."""
    level = os.environ.get("MARIADB_LEVEL", "read committed")
    # What newer versions do by themselves, and what of all levels is sent away most often.
    strict = {"init_command": "SET SESSION innodb_snapshot_isolation = ON"} if level == "repeatable read" else {}
    found = mariadb(mariadb_server, "at_once", isolation_level=level, **strict)
    with django_db_blocker.unblock(), used(found):
        make_tables()
    return found


@pytest.fixture(params=["sqlite", "sqlite-immediate", "postgresql", "mariadb"], autouse=True)
def database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Each of them, empty, and no limits."""
    if request.param == "mariadb":
        chosen: Options = request.getfixturevalue("on_mariadb")
    else:
        chosen = request.getfixturevalue("databases")[request.param]
    unlimited = signet(THROTTLE_RATES=dict.fromkeys(USUAL_RATES))
    with django_db_blocker.unblock(), used(chosen), unlimited:
        yield request.param
        get_user_model()._default_manager.all().delete()
        PendingSignUp.objects.all().delete()
