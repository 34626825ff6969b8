"""The threads: what one process left another sends, what is being sent is left alone, and the end comes soon."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import OperationalError
from django.db.models import Q
from django.test.client import ClientHandler
from django.utils import timezone

from drf_signet.accounts import leases, mail_threads, waiting_mails
from drf_signet.accounts.mail_tables import Place, here
from drf_signet.accounts.mail_threads import end_mail_threads, send_due, threads_of_process
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import claim
from tests.accounts.changed import signet
from tests.accounts.dispatchers import IN_TABLE, REMEMBER
from tests.accounts.waiting import FAILURES, RUN, RUNS, WAIT, claimed, let_wait, nothing_waits, seen, until
from tests.stand_ins.own_connections import is_closed, opened_by

pytestmark = pytest.mark.django_db(transaction=True)

BEGUN = threading.Semaphore(0)
GO_ON = threading.Event()


def wait_to_go_on(**arguments: str | None) -> None:
    """A job that takes as long as a test likes, as with a mail server that says nothing."""
    BEGUN.release()
    GO_ON.wait(WAIT)


SLOW = f"{__name__}.wait_to_go_on"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody rests long, and neither a thread nor anything else is left over from another test."""
    end_mail_threads()
    monkeypatch.setattr(mail_threads, "RESTS", (0.01, 0.02))
    RUNS.clear()
    FAILURES.clear()
    GO_ON.clear()
    while BEGUN.acquire(blocking=False):
        pass
    yield
    GO_ON.set()
    end_mail_threads()


def wake() -> None:
    """As after a commit."""
    threads_of_process().wake(here())


def test_all_that_waits_is_sent() -> None:
    """Also what others have left."""
    for number in range(20):
        let_wait(number=str(number))
    wake()
    until(nothing_waits)
    assert {arguments["number"] for _, arguments in RUNS} == {str(number) for number in range(20)}
    assert len(RUNS) == 20


def test_what_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the same threads, when its time has come."""
    monkeypatch.setattr("drf_signet.accounts.waiting_mails.PAUSES", (timedelta(),))
    FAILURES.extend([OSError(), TimeoutError(), ConnectionRefusedError()])
    let_wait()
    wake()
    until(nothing_waits)
    assert len(RUNS) == 4


def test_while_the_server_is_away_the_threads_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ever longer, up to a bound, so that a thousand mails are not a thousand lines in the log; then as at first."""
    rests: list[float] = []
    monkeypatch.setattr(mail_threads, "RESTS", (1.0, 15.0))
    monkeypatch.setattr(mail_threads, "THREADS", 1)
    threads = threads_of_process()
    monkeypatch.setattr(threads._ending, "wait", rests.append)
    for _ in range(7):
        let_wait()
    FAILURES.extend(OSError() for _ in range(6))
    threads.wake(here())
    until(lambda: len(RUNS) == 7)
    until(lambda: WaitingMail.objects.count() == 6)
    assert rests == [1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    until(lambda: threads._pause == 1.0)


def test_what_is_being_sent_is_left_alone_for_as_long_as_that_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is renewed, however often it would have run out."""
    monkeypatch.setattr(leases, "RENEWED_AFTER", 0.01)
    let_wait(SLOW)
    wake()
    assert BEGUN.acquire(timeout=WAIT)
    first = seen(WaitingMail.objects.get).due_at
    until(lambda: WaitingMail.objects.get().due_at > first + timedelta(seconds=0.05))
    assert seen(lambda: claim(here(), timezone.now())) is None
    GO_ON.set()
    until(nothing_waits)


def test_a_claim_that_cannot_be_renewed_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The thread that renews lives on, and one line says what is wrong."""
    failures = [OperationalError("ada@example.com")]

    def renew(mail: WaitingMail, now: datetime) -> None:
        if failures:
            raise failures.pop()
        waiting_mails.renew(mail, now)

    monkeypatch.setattr(leases, "renew", renew)
    monkeypatch.setattr(leases, "RENEWED_AFTER", 0.01)
    let_wait(SLOW)
    wake()
    assert BEGUN.acquire(timeout=WAIT)
    first = seen(WaitingMail.objects.get).due_at
    until(lambda: WaitingMail.objects.get().due_at > first)
    assert "could not be renewed: OperationalError" in caplog.text
    assert "ada@example.com" not in caplog.text
    GO_ON.set()
    until(nothing_waits)


def test_one_that_sends_leaves_others_to_the_other_thread() -> None:
    """A mail that takes long doesn't keep those behind it waiting."""
    let_wait(SLOW)
    wake()
    assert BEGUN.acquire(timeout=WAIT)
    let_wait()
    wake()
    until(lambda: len(RUNS) == 1)
    GO_ON.set()
    until(nothing_waits)


def test_the_end_comes_though_a_mail_is_being_sent(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is let go, and is there for the next process at once; a line says so."""
    monkeypatch.setattr(mail_threads, "ENDING", 0.1)
    let_wait(SLOW)
    wake()
    assert BEGUN.acquire(timeout=WAIT)
    end_mail_threads()
    assert "E-mails that are being sent (1) are left to the next process" in caplog.text
    assert claimed().attempts == 2


def test_the_end_waits_for_what_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that asks for mails and is done sends them."""
    for bound in ("CLAIMING", "ENDING"):
        monkeypatch.setattr(mail_threads, bound, WAIT)
    for _ in range(3):
        let_wait()
    wake()
    end_mail_threads()
    assert nothing_waits()


def test_a_process_that_ends_begins_with_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are many, they are left to the next one."""
    monkeypatch.setattr(mail_threads, "CLAIMING", 0.0)
    threads = threads_of_process()
    threads._last_claim = 0.0
    let_wait()
    threads.wake(here())
    began = monotonic()
    end_mail_threads()
    assert monotonic() - began < WAIT
    assert RUNS == []
    assert WaitingMail.objects.count() == 1


def test_a_database_that_is_away_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The threads live on."""
    failures = [OperationalError("ada@example.com"), OperationalError()]

    def ask(place: Place, now: Any, which: Q) -> WaitingMail | None:
        if failures:
            raise failures.pop()
        return claim(place, now, which)

    monkeypatch.setattr(mail_threads, "claim", ask)
    let_wait()
    wake()
    until(nothing_waits)
    assert "Signet could not look for waiting e-mails: OperationalError" in caplog.text
    assert "ada@example.com" not in caplog.text


def test_no_connection_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread has connections of its own, which nobody else would close; not even to a database in memory."""
    monkeypatch.setattr(leases, "RENEWED_AFTER", 0.01)
    with opened_by("drf_signet_outbox") as by_outbox, opened_by("drf_signet_leases") as by_leases:
        let_wait(SLOW)
        wake()
        until(lambda: bool(by_leases))
        GO_ON.set()
        until(nothing_waits)
        end_mail_threads()
        assert by_outbox
        until(lambda: all(map(is_closed, [*by_outbox, *by_leases])))


def started(handler: type) -> None:
    """A request comes to *handler*."""
    request_started.send(handler)


@pytest.mark.parametrize("handler", [WSGIHandler, ASGIHandler])
def test_a_server_sends_what_others_left(handler: type, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its first request on, and again and again."""
    monkeypatch.setattr(mail_threads, "LOOKS", (0.01, 0.02))
    let_wait()
    with signet(MAIL_DISPATCHER=IN_TABLE):
        started(handler)
        until(nothing_waits)
        let_wait()
        until(nothing_waits)
        started(handler)
    assert len(RUNS) == 2


@pytest.mark.parametrize(
    ("handler", "dispatcher"),
    [(ClientHandler, IN_TABLE), (None, IN_TABLE), (WSGIHandler, REMEMBER), (WSGIHandler, "nowhere.at_all")],
    ids=["client", "nobody", "queue", "wrong"],
)
def test_nothing_else_begins_by_itself(handler: Any, dispatcher: str) -> None:
    """Neither tests, nor a project with a queue of its own."""
    with signet(MAIL_DISPATCHER=dispatcher):
        started(handler)
    assert mail_threads._ALL == {}


def test_what_is_due_can_be_sent_without_threads_of_its_own() -> None:
    """As by a command, until the server turns out to be away."""
    for _ in range(3):
        let_wait()
    FAILURES.extend([TypeError(), OSError()])
    outcomes = send_due(here())
    assert {one.name: count for one, count in outcomes.items()} == {
        "SERVER_AWAY": 1,
        "GIVEN_UP": 1,
    }
    assert len(RUNS) == 2
    assert {one.job for one in WaitingMail.objects.all()} == {RUN}
