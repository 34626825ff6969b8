"""What ``/readyz`` finds out, and how often it asks."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from rest_framework.test import APIClient

from signet_server import health
from signet_server.health import FRESH, PROBE, Readiness, parts
from tests.stand_ins.clock import Clock
from tests.stand_ins.outages import OUTAGES, Outage, database_raising

pytestmark = pytest.mark.django_db

WORDS = {
    "refused": "unavailable",
    "read-only": "read only",
    "full": "full",
    "sqlite-locked": "busy",
    "sqlite-malformed": "unavailable",
}


@contextmanager
def read_only() -> Iterator[None]:
    """The database takes no changes."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = 0")


def test_all_is_well() -> None:
    """However often it is asked, one row is written, which is nobody's session."""
    for _ in range(3):
        assert parts() == {"database": "ok", "cache": "ok"}
    (row,) = Session.objects.all()
    assert (row.pk, row.session_data, row.expire_date.year) == (PROBE, "", 1970)


def test_a_database_that_takes_no_changes_is_not_ready() -> None:
    """Although it can be read."""
    with read_only():
        assert parts()["database"] == "read only"


@pytest.mark.parametrize(("outage", "word"), [(OUTAGES[one], word) for one, word in WORDS.items()], ids=WORDS)
def test_what_is_the_matter_is_said(outage: Outage, word: str, caplog: pytest.LogCaptureFixture) -> None:
    """In a word for everybody, and in a line of the log for the operator, without a traceback."""
    with database_raising(outage.error), caplog.at_level(logging.INFO):
        assert parts() == {"database": word, "cache": "ok"}
    (line,) = caplog.records
    assert line.message.startswith("not ready: database: ")
    assert not line.exc_info


def test_a_full_disk_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while some writes succeed."""
    monkeypatch.setattr(health, "disk_is_full", lambda: True)
    assert parts()["database"] == "full"


def test_many_who_ask_at_once_hear_the_same() -> None:
    """Each answer costs a write, and anybody may ask."""
    clock, asked = Clock(), 0

    def ask() -> Mapping[str, str]:
        nonlocal asked
        asked += 1
        return {"database": "ok"}

    readiness = Readiness(ask, clock)
    assert [readiness.words() for _ in range(5)] == [{"database": "ok"}] * 5
    assert asked == 1
    clock.move(FRESH)
    readiness.words()
    assert asked == 2


def test_the_answer_is_503(monkeypatch: pytest.MonkeyPatch, api: APIClient) -> None:
    """With the words, and nothing else."""
    monkeypatch.setattr(health, "READINESS", Readiness(parts))
    with read_only():
        answer = api.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "read only", "cache": "ok"}
