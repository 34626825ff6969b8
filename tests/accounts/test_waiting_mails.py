"""The table of waiting mails: which process may send a mail, and when."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from drf_signet.accounts import waiting_mails
from drf_signet.accounts.mail_attempt import Outcome, attempt
from drf_signet.accounts.mail_tables import here
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.recipients import Person
from drf_signet.accounts.request_context import World, read_world, world_of
from drf_signet.accounts.waiting_mails import (
    FURTHEST,
    LEASE,
    PAUSES,
    claim,
    is_full,
    postpone,
    release,
    remove,
    renew,
)
from drf_signet.sessions import retries
from tests.accounts.waiting import RUN, claimed, let_wait
from tests.conf.effect import NOW
from tests.stand_ins.outages import from_database, sqlite_error

pytestmark = pytest.mark.django_db
MOMENT = timedelta(milliseconds=1)


def test_no_migration_is_missing() -> None:
    """The command exits with an error if one is."""
    call_command("makemigrations", "signet_accounts", check=True, dry_run=True, verbosity=0)


def test_a_claim_in_conflict_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another thread locked the table first, which is no reason to leave the mail to another process."""
    let_wait(now=NOW)
    monkeypatch.setattr(retries, "_in_transaction", lambda: False)
    found = waiting_mails._claim
    outcomes = iter([from_database(sqlite_error(sqlite3.SQLITE_LOCKED)), None])

    def locked_at_first(*about: Any) -> WaitingMail | None:
        if error := next(outcomes):
            raise error
        return found(*about)

    monkeypatch.setattr(waiting_mails, "_claim", locked_at_first)
    assert claimed(NOW).attempts == 1


def test_a_claim_is_for_one() -> None:
    """Nobody else gets the mail while the claim is valid; afterwards somebody does."""
    let_wait(now=NOW, email="x")
    mail = claimed(NOW)
    assert (mail.arguments, mail.attempts) == ({"email": "x"}, 1)
    assert claim(here(), NOW + LEASE - MOMENT) is None
    assert claimed(NOW + LEASE).attempts == 2


def test_a_claim_that_is_renewed_goes_on() -> None:
    """It lasts from that moment on."""
    let_wait(now=NOW)
    mail = claimed(NOW)
    renew(mail, NOW + LEASE / 2)
    assert claim(here(), NOW + LEASE) is None
    assert claimed(NOW + LEASE * 1.5) == mail


def test_a_claim_can_be_let_go() -> None:
    """Others don't have to wait for it to expire."""
    let_wait(now=NOW)
    release(claimed(NOW), NOW)
    assert claimed(NOW).attempts == 2


def test_a_process_that_comes_back_too_late_changes_nothing() -> None:
    """Another process has the mail by then."""
    let_wait(now=NOW)
    late, other = claimed(NOW), claimed(NOW + LEASE)
    for change in (renew, release):
        change(late, NOW)
    postpone(late, OSError(), NOW)
    remove(late)
    assert WaitingMail.objects.get().due_at == NOW + LEASE * 2
    remove(other)
    assert not WaitingMail.objects.exists()


def test_each_failure_makes_the_pause_longer() -> None:
    """Up to the longest; the row keeps the name of the error, without its text."""
    let_wait(now=NOW)
    now, pauses = NOW, []
    for _ in range(len(PAUSES) + 2):
        mail = claimed(now)
        postpone(mail, OSError("ada@example.com"), now)
        pauses.append(WaitingMail.objects.get().due_at - now)
        now = WaitingMail.objects.get().due_at
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert WaitingMail.objects.get().last_error == "OSError"


def test_the_mail_that_waited_longest_is_first() -> None:
    """The order of insertion doesn't matter."""
    for minutes in (2, 3, 1):
        let_wait(now=NOW - timedelta(minutes=minutes), minutes=str(minutes))
    assert [claimed(NOW).arguments["minutes"] for _ in range(3)] == ["3", "2", "1"]


def test_a_clock_that_was_ahead_keeps_no_mail_back() -> None:
    """Only such a clock puts a mail off for longer than the longest pause."""
    let_wait(now=NOW + FURTHEST + MOMENT)
    assert claim(here(), NOW + MOMENT) is None
    claimed(NOW)


def test_the_table_is_full_when_the_most_are_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one before."""
    monkeypatch.setattr(waiting_mails, "MOST", 2)
    let_wait()
    assert not is_full()
    let_wait()
    assert is_full()


def test_a_claim_is_two_queries(django_assert_num_queries: pytest.FixtureRequest) -> None:
    """A look that finds nothing is one query."""
    with django_assert_num_queries(1):  # type: ignore[operator]
        claim(here(), timezone.now())
    let_wait()
    with django_assert_num_queries(2):  # type: ignore[operator]
        claim(here(), timezone.now())


def test_a_job_of_the_previous_version_is_done() -> None:
    """The row names no world, so the job is done where it was found."""
    now = connection.ops.adapt_datetimefield_value(NOW)
    columns = {"job": RUN, "arguments": '{"email": "x"}', "created_at": now, "due_at": now, "attempts": 0}
    columns["last_error"] = ""
    names, values = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO signet_accounts_waitingmail ({names}) VALUES ({values})", list(columns.values()))
    mail = claimed(NOW)
    assert world_of(mail) == World("default", "default")
    assert attempt(mail, NOW) is Outcome.SENT


def test_a_world_of_a_later_version_is_read() -> None:
    """Unknown fields are left out."""
    world = World("default", "b", "c", ("d",), (Person("1", "ada@example.com"),), "{}")
    assert read_world({**json.loads(json.dumps(world.written())), "later": 1}) == world
