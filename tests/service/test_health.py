"""What ``/readyz`` finds out, and how often it asks."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import override_settings
from rest_framework.test import APIClient

from drf_signet.errors import CountsUnavailableError, ThrottledError
from drf_signet.throttles import count_attempt, welcome_owner
from signet_server import health
from signet_server.health import FRESH, PROBE, Readiness, parts
from tests.real_parts import servers
from tests.stand_ins.clock import Clock
from tests.stand_ins.outages import OUTAGES, Outage, database_raising

pytestmark = pytest.mark.django_db

BACKEND = "signet_server.redis_cache.BoundedRedisCache"
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


def try_often() -> None:
    """Attempts up to a limit, near which the counts of other windows are read, too."""
    for _ in range(100):
        count_attempt("ada", "192.0.2.1")


@pytest.mark.parametrize("rule", ["-@scripting", "-eval", "-mget", "-get", "-set"])
def test_a_cache_that_refuses_what_a_sign_in_asks_is_not_ready(rule: str, caplog: pytest.LogCaptureFixture) -> None:
    """Otherwise requests would be sent to a node that answers 503 to each sign-in."""
    with servers.redis() as url:
        with redis.Redis.from_url(url) as root:
            root.execute_command("ACL", "SETUSER", "app", "on", ">p4ssword", "~*", "+@all", rule)
        place = url.replace("redis://", "redis://app:p4ssword@")
        with override_settings(CACHES={"default": {"BACKEND": BACKEND, "LOCATION": place}}):
            assert parts() == {"database": "ok", "cache": "unavailable"}
            with pytest.raises(CountsUnavailableError):
                try_often()
    assert "not ready: cache: NoPermissionError" in caplog.text
    assert "p4ssword" not in caplog.text


def test_the_commands_of_the_page_are_enough(caplog: pytest.LogCaptureFixture) -> None:
    """For a user of Redis who may do nothing else."""
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "service.md").read_text()
    named = re.findall(r"`([A-Z]+)`", page.partition("The user of a `REDIS_URL` needs")[2].partition(".")[0])
    with servers.redis() as url:
        with redis.Redis.from_url(url) as root:
            allowed = [f"+{one}" for one in named]
            root.execute_command("ACL", "SETUSER", "app", "on", ">p4ssword", "~*", "-@all", *allowed)
        place = url.replace("redis://", "redis://app:p4ssword@").replace("/0", "/1")
        with override_settings(CACHES={"default": {"BACKEND": BACKEND, "LOCATION": place}}):
            assert parts() == {"database": "ok", "cache": "ok"}
            with pytest.raises(ThrottledError):
                try_often()
            welcome_owner(["ada"], 1, "192.0.2.1")
            attempt = count_attempt("ada", "192.0.2.1")
            attempt.remember()
            attempt.take_back()
    assert caplog.records == []


def test_the_question_counts_nothing_against_anybody() -> None:
    """One number, which expires, and is the same however often it is asked for."""
    with servers.redis() as url, override_settings(CACHES={"default": {"BACKEND": BACKEND, "LOCATION": url}}):
        for _ in range(3):
            assert parts() == {"database": "ok", "cache": "ok"}
        with redis.Redis.from_url(url, decode_responses=True) as root:
            (key,) = root.keys()
            assert (key.rpartition(":")[2], root.get(key)) == (PROBE, "1")
            assert 0 < root.ttl(key) <= 10


@pytest.mark.parametrize("backend", ["django.core.cache.backends.dummy.DummyCache"])
def test_a_cache_that_keeps_nothing_is_forgetful(backend: str) -> None:
    """Then nothing is counted."""
    with override_settings(CACHES={"default": {"BACKEND": backend}}):
        assert parts()["cache"] == "forgetful"


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
