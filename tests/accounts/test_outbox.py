"""The outbox: a job waits for the commit, runs elsewhere, and is tried again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from threading import BoundedSemaphore
from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, ProgrammingError, connection, connections, transaction
from django.utils.translation import override

from drf_signet.accounts import outbox
from drf_signet.accounts.outbox import in_thread, post
from drf_signet.errors import MailBusyError
from tests.accounts.changed import signet
from tests.accounts.dispatchers import CALLS, REMEMBER

WAIT: Final = 10
"""Seconds that a test waits for a thread at most."""

RUNS: Final[list[tuple[str, Mapping[str, Any]]]] = []
"""The thread, and the arguments, of each run of `run`."""

FAILURES: Final[list[Exception]] = []
"""What the next runs of `run` raise."""

DONE: Final = threading.Semaphore(0)


def run(**arguments: str | None) -> None:
    """A job."""
    RUNS.append((threading.current_thread().name, arguments))
    DONE.release()
    if FAILURES:
        raise FAILURES.pop(0)


def look_up(**arguments: str | None) -> None:
    """A job that needs the database."""
    connection.ensure_connection()
    RUNS.append((threading.current_thread().name, {"connection": connection.connection}))


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left over from another test, and nobody waits long."""
    monkeypatch.setattr(outbox, "PAUSES", (0.0, 0.0))
    for one in (CALLS, RUNS, FAILURES):
        one.clear()
    while DONE.acquire(blocking=False):
        pass


def wait_for(number: int) -> None:
    """Until *run* has begun so many times, and the threads have nothing left to do."""
    for _ in range(number):
        assert DONE.acquire(timeout=WAIT)
    idle()


def idle() -> None:
    """Until every place of the outbox is free again."""
    barrier = threading.Barrier(outbox.THREADS + 1)
    for _ in range(outbox.THREADS):
        outbox._threads().submit(barrier.wait, WAIT)
    barrier.wait(WAIT)


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_the_commit() -> None:
    """Before it, what the job would look up isn't there for others to see."""
    with signet(MAIL_DISPATCHER=REMEMBER):
        with transaction.atomic():
            with transaction.atomic():
                post(run, email="x")
            assert CALLS == []
        assert [(f"{__name__}.run", {"email": "x", "language": "en"})] == CALLS


@transaction.atomic
def post_and_fail(email: str) -> None:
    """A transaction that is rolled back after it has posted a job."""
    post(run, email=email)
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_a_job_of_what_was_rolled_back_is_not_run() -> None:
    """Neither with the whole transaction nor with a part of it."""
    with signet(MAIL_DISPATCHER=REMEMBER):
        with pytest.raises(RuntimeError):
            post_and_fail("x")
        with transaction.atomic():
            with pytest.raises(RuntimeError):
                post_and_fail("y")
            post(run, email="z")
    assert [arguments["email"] for _, arguments in CALLS] == ["z"]


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_a_job_runs_at_once() -> None:
    """There is nothing to wait for."""
    with signet(MAIL_DISPATCHER=REMEMBER):
        post(run)
        assert len(CALLS) == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_is_told_the_language() -> None:
    """That of the request, since there is none where it runs."""
    with signet(MAIL_DISPATCHER=REMEMBER), override("de"):
        post(run)
    assert [arguments["language"] for _, arguments in CALLS] == ["de"]


def test_a_job_runs_in_another_thread() -> None:
    """Whose name says whose it is."""
    in_thread(f"{__name__}.run", {"email": "x"})
    wait_for(1)
    ((thread, arguments),) = RUNS
    assert thread.startswith("drf_signet_outbox")
    assert arguments == {"email": "x"}


@pytest.mark.parametrize("failures", [1, 2])
def test_a_job_that_fails_is_tried_again(failures: int, caplog: pytest.LogCaptureFixture) -> None:
    """Twice, and each failure is in the log."""
    FAILURES.extend(OSError("mail server is away") for _ in range(failures))
    with caplog.at_level(logging.ERROR, "drf_signet"):
        in_thread(f"{__name__}.run", {"email": "x"})
        wait_for(failures + 1)
    assert [record.getMessage() for record in caplog.records] == [
        f"{__name__}.run failed, and will be tried again"
    ] * failures
    assert all("mail server is away" in str(record.exc_text or record.exc_info) for record in caplog.records)
    assert len(RUNS) == failures + 1


def test_a_job_that_fails_for_good_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    """After the third time; what comes next runs as if nothing had happened."""
    FAILURES.extend(OSError() for _ in range(4))
    with caplog.at_level(logging.ERROR, "drf_signet"):
        in_thread(f"{__name__}.run", {"email": "x"})
        wait_for(3)
    assert [record.getMessage().rpartition(" failed, and will ")[2] for record in caplog.records] == [
        "be tried again",
        "be tried again",
        "not be tried again",
    ]
    FAILURES.clear()
    in_thread(f"{__name__}.run", {"email": "y"})
    wait_for(1)
    assert len(RUNS) == 4


@pytest.mark.parametrize(
    "failure",
    [
        SMTPRecipientsRefused({"nobody@example.com": (550, b"5.1.1 No such user")}),
        SMTPSenderRefused(553, b"5.7.1 Not yours", "auth@example.com"),
        SMTPDataError(554, b"5.7.1 Spam"),
        SMTPAuthenticationError(535, b"5.7.8 Wrong password"),
        SMTPNotSupportedError("SMTP AUTH extension not supported by server."),
        ImproperlyConfigured(),
        ObjectDoesNotExist(),
        ProgrammingError(),
        TypeError(),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_job_that_would_fail_again_is_given_up_at_once(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Waiting helps neither against a refusal nor against a fault, and would hold up everybody's mail."""
    FAILURES.append(failure)
    with caplog.at_level(logging.ERROR, "drf_signet"):
        in_thread(f"{__name__}.run", {})
        wait_for(1)
    assert [record.getMessage() for record in caplog.records] == [f"{__name__}.run failed, and will not be tried again"]
    assert len(RUNS) == 1


@pytest.mark.parametrize(
    "failure",
    [
        SMTPRecipientsRefused({"ada@example.com": (450, b"4.2.0 Greylisted")}),
        SMTPDataError(451, b"4.3.0 Try again later"),
        SMTPConnectError(421, b"4.3.2 Too many connections"),
        SMTPServerDisconnected("Connection unexpectedly closed"),
        ConnectionRefusedError(),
        TimeoutError(),
        OperationalError(),
        InterfaceError(),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_job_that_may_succeed_the_next_time_is_tried_again(failure: Exception) -> None:
    """Servers are away for a moment, or say themselves that they will take it later."""
    FAILURES.append(failure)
    in_thread(f"{__name__}.run", {})
    wait_for(2)
    assert len(RUNS) == 2


def test_rejected_addresses_keep_no_mail_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are before it."""
    slept: list[float] = []
    monkeypatch.setattr(outbox, "time", SimpleNamespace(sleep=slept.append))
    FAILURES.extend(SMTPRecipientsRefused({f"{number}@example.com": (550, b"No")}) for number in range(20))
    for _ in range(21):
        in_thread(f"{__name__}.run", {})
    wait_for(21)
    assert slept == []


def test_the_log_tells_no_arguments(caplog: pytest.LogCaptureFixture) -> None:
    """An address doesn't belong there."""
    FAILURES.append(OSError())
    with caplog.at_level(logging.DEBUG, "drf_signet"):
        in_thread(f"{__name__}.run", {"email": "ada@example.com"})
        wait_for(2)
    assert "ada@example.com" not in "".join(record.getMessage() for record in caplog.records)


def test_between_two_attempts_there_are_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as PAUSES says, and none after the last."""
    slept: list[float] = []
    monkeypatch.setattr(outbox, "PAUSES", (1.0, 10.0))
    monkeypatch.setattr(outbox, "time", SimpleNamespace(sleep=slept.append))
    FAILURES.extend(OSError() for _ in range(3))
    in_thread(f"{__name__}.run", {})
    wait_for(3)
    assert slept == [1.0, 10.0]


@pytest.mark.django_db(transaction=True)
def test_a_job_leaves_no_connection_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread has connections of its own, which nobody else would close."""
    closed: list[str] = []
    close_all = connections.close_all

    def remember_thread() -> None:
        closed.append(threading.current_thread().name)
        close_all()

    monkeypatch.setattr(connections, "close_all", remember_thread)
    in_thread(f"{__name__}.look_up", {})
    idle()
    ((thread, _),) = RUNS
    assert closed == [thread]


def test_with_too_much_waiting_no_more_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a place that is free again is taken."""
    places = BoundedSemaphore(1)
    monkeypatch.setattr(outbox, "_places", lambda: places)
    assert places.acquire()
    with pytest.raises(MailBusyError):
        in_thread(f"{__name__}.run", {})
    places.release()
    for _ in range(3):
        in_thread(f"{__name__}.run", {})
        wait_for(1)
    assert len(RUNS) == 3
