"""Threads and processes that claim mails at once: each mail is one's, on each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from drf_signet.accounts.mail_tables import here
from drf_signet.accounts.mail_threads import end_mail_threads
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.outbox import post
from drf_signet.accounts.waiting_mails import claim, database, remove
from drf_signet.sessions.retries import until_settled
from tests.accounts.changed import signet
from tests.accounts.dispatchers import IN_TABLE
from tests.accounts.parallel import IMMEDIATE, Options, make_tables, mariadb, postgresql, sqlite, used
from tests.accounts.waiting import let_wait, nothing_waits, until
from tests.real_parts import servers
from tests.sessions.routers import POSTGRESQL
from tests.stand_ins.crowd import together

PATHS: list[str] = []
CROWD = 6
MAILS = 60


def note_path(**arguments: str | None) -> None:
    """A job that finds out where it looks."""
    with connections[POSTGRESQL].cursor() as cursor:
        cursor.execute("SHOW search_path")
        PATHS.append(cursor.fetchone()[0])


@pytest.fixture(scope="module")
def databases(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Options]]:
    """SQLite as the service sets it up, and PostgreSQL, with their tables."""
    folder = tmp_path_factory.mktemp("sqlite")
    with servers.private_folder() as data, servers.postgresql(data) as url, django_db_blocker.unblock():
        found = {"sqlite": sqlite(folder / "waiting.sqlite3", IMMEDIATE), "postgresql": postgresql(url)}
        for one in found.values():
            with used(one):
                make_tables()
        yield found


@pytest.fixture(scope="module")
def on_mariadb(mariadb_server: str, django_db_blocker: DjangoDbBlocker) -> Options:
    """MariaDB, as Django uses it."""
    found = mariadb(mariadb_server, "claimed")
    with django_db_blocker.unblock(), used(found):
        make_tables()
    return found


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def chosen(request: pytest.FixtureRequest) -> Options:
    """Each of them."""
    if request.param == "mariadb":
        return dict(request.getfixturevalue("on_mariadb"))
    found: Options = request.getfixturevalue("databases")[request.param]
    return found


def test_each_mail_is_claimed_once(chosen: Options, django_db_blocker: DjangoDbBlocker) -> None:
    """All of them, by some of those who try, and by no two."""
    with django_db_blocker.unblock(), used(chosen):
        for _ in range(MAILS):
            let_wait()

        def take_all(which: int) -> list[int]:
            taken = []
            while (mail := until_settled(lambda: claim(here(), timezone.now()))) is not None:
                taken.append(mail.pk)
                until_settled(lambda mail=mail: remove(mail))  # type: ignore[misc]
            return taken

        taken = together(CROWD, take_all)
        assert not WaitingMail.objects.using(database()).exists()
    everything = [pk for one in taken for pk in one]
    assert len(everything) == len(set(everything)) == MAILS


def test_a_search_path_goes_along(databases: dict[str, Options], django_db_blocker: DjangoDbBlocker) -> None:
    """Of a middleware that sets it by the host: the mail is found, and done, where the request was."""
    table = WaitingMail._meta.db_table
    with django_db_blocker.unblock(), used(databases["postgresql"]), signet(MAIL_DISPATCHER=IN_TABLE):
        with connections[POSTGRESQL].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA b CREATE TABLE {table} (LIKE public.{table} INCLUDING ALL)")
            cursor.execute("SET search_path TO b, public")
        post(note_path)
        until(nothing_waits)
        end_mail_threads()
        with connections[POSTGRESQL].cursor() as cursor:
            cursor.execute("SET search_path TO DEFAULT")
        assert nothing_waits()
    assert PATHS == ["b, public"]
