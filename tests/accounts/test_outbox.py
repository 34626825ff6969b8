"""The outbox: a job waits for the commit, runs elsewhere, and is tried again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from threading import BoundedSemaphore
from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.db import connection, connections, transaction
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
    assert slept == [1.0, 10.0, 0]


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
    monkeypatch.setattr(outbox, "_places", BoundedSemaphore(1))
    assert outbox._places.acquire()
    with pytest.raises(MailBusyError):
        in_thread(f"{__name__}.run", {})
    outbox._places.release()
    for _ in range(3):
        in_thread(f"{__name__}.run", {})
        wait_for(1)
    assert len(RUNS) == 3
