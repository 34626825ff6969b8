"""One attempt at a mail: which failures are tried again, which are given up, and what the log says."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

import pytest
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.utils import timezone

from drf_signet.accounts import mail_attempt, waiting_mails
from drf_signet.accounts.mail_attempt import TRIED_FOR, Outcome, attempt
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import LEASE
from drf_signet.errors import CountsUnavailableError
from tests.accounts.waiting import FAILURES, RUN, RUNS, claimed, let_wait
from tests.stand_ins.outages import OUTAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Remove what another test left."""
    FAILURES.clear()
    RUNS.clear()


def try_once(failure: Exception | None = None) -> Outcome:
    """An attempt at a new mail, in which *failure* is raised."""
    let_wait(email="ada@example.com")
    FAILURES.extend([failure] if failure else [])
    return attempt(claimed(), timezone.now())


def test_a_mail_that_was_sent_is_deleted() -> None:
    """With the address in it."""
    assert try_once() is Outcome.SENT
    assert [arguments for _, arguments in RUNS] == [{"email": "ada@example.com"}]
    assert not WaitingMail.objects.exists()


@pytest.mark.parametrize(
    "failure",
    [
        SMTPRecipientsRefused({"nobody@example.com": (550, b"5.1.1 No such user")}),
        SMTPDataError(554, b"5.7.1 Spam"),
        ImproperlyConfigured(),
        ObjectDoesNotExist(),
        ProgrammingError(),
        TypeError(),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_mail_that_would_fail_again_is_given_up_at_once(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Waiting helps neither against a refusal nor against a fault."""
    assert try_once(failure) is Outcome.GIVEN_UP
    assert not WaitingMail.objects.exists()
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{RUN} failed, and Signet won't try it again: {type(failure).__name__}")


@pytest.mark.parametrize(
    "failure",
    [
        SMTPDataError(451, b"4.3.0 Try again later"),
        SMTPConnectError(421, b"4.3.2 Too many connections"),
        SMTPConnectError(554, b"5.7.1 Not from there"),
        SMTPServerDisconnected("Connection unexpectedly closed"),
        SMTPSenderRefused(550, b"5.4.5 Daily quota exceeded", "auth@example.com"),
        SMTPAuthenticationError(535, b"5.7.8 Wrong password"),
        SMTPNotSupportedError("SMTP AUTH extension not supported by server."),
        ConnectionRefusedError(),
        TimeoutError(),
        OperationalError(),
        InterfaceError(),
        OUTAGES["no-column"].error,
        CountsUnavailableError(),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_server_that_is_away_is_tried_again(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """
    Signet tries this mail and the others later; one line says so, without a traceback.

    A server that refuses us has nothing against the mail: somebody will set the new password.
    """
    assert try_once(failure) is Outcome.SERVER_AWAY
    assert WaitingMail.objects.get().last_error == type(failure).__name__
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{RUN} failed, and Signet will try it again: {type(failure).__name__}")
    assert (record.levelno, record.exc_info) == (logging.WARNING, None)


def test_a_recipient_who_is_put_off_keeps_no_other_waiting() -> None:
    """The server is up, and asks for that one later."""
    later = SMTPRecipientsRefused({"ada@example.com": (450, b"4.2.0 Greylisted")})
    assert try_once(later) is Outcome.PUT_OFF
    assert WaitingMail.objects.count() == 1


@pytest.mark.parametrize(
    "failure",
    [
        SMTPRecipientsRefused({"ada@example.com": (550, b"5.1.1 ada@example.com: no such user")}),
        SMTPRecipientsRefused({"ada@example.com": (450, b"4.2.0 ada@example.com: greylisted")}),
        SMTPDataError(554, b"ada@example.com doesn't want that"),
        ConnectionRefusedError("ada@example.com"),
    ],
    ids=["refused", "put-off", "data", "away"],
)
def test_the_log_names_no_address(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Neither Signet's words nor the server's have it."""
    with caplog.at_level(logging.DEBUG):
        try_once(failure)
    assert "drf_signet" in caplog.text
    assert "ada@example.com" not in caplog.text


def test_our_own_faults_are_traced(caplog: pytest.LogCaptureFixture) -> None:
    """Somebody has to find them."""
    try_once(TypeError("what went wrong"))
    assert "what went wrong" in caplog.text


@pytest.mark.parametrize(
    ("age", "attempts", "outcome"),
    [
        (TRIED_FOR, 5, Outcome.SENT),
        (TRIED_FOR + timedelta(seconds=1), 5, Outcome.GIVEN_UP),
        (10 * TRIED_FOR, 1, Outcome.SENT),
    ],
    ids=["in-time", "too-late", "never-tried"],
)
def test_after_a_day_a_mail_is_given_up(
    age: timedelta, attempts: int, outcome: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    """Unless nobody could try it before, because the service was down for so long."""
    now: datetime = timezone.now()
    let_wait(now=now - age, email="ada@example.com")
    WaitingMail.objects.update(attempts=attempts - 1, last_error="TimeoutError")
    assert attempt(claimed(now), now) is outcome
    assert not WaitingMail.objects.exists()
    lines = [record.getMessage() for record in caplog.records]
    given_up = [f"Signet gives up {RUN}: it failed for too long, at last with TimeoutError"]
    assert lines == (given_up if outcome is Outcome.GIVEN_UP else [])


def test_a_sent_mail_is_recorded_when_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it isn't sent twice."""
    tries: list[WaitingMail] = []

    def remove(mail: WaitingMail) -> None:
        tries.append(mail)
        if len(tries) < 3:
            raise OperationalError
        waiting_mails.remove(mail)

    monkeypatch.setattr(mail_attempt, "remove", remove)
    monkeypatch.setattr(mail_attempt, "sleep", lambda seconds: None)
    monkeypatch.setattr(mail_attempt, "close", lambda mail: None)
    assert try_once() is Outcome.SENT
    assert not WaitingMail.objects.exists()


def test_where_the_database_stays_away_the_mail_is_left_to_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Others send it when the claim has expired; one line says that it may be sent twice."""

    def remove(mail: WaitingMail) -> None:
        raise OperationalError

    monkeypatch.setattr(mail_attempt, "remove", remove)
    monkeypatch.setattr(mail_attempt, "sleep", lambda seconds: None)
    monkeypatch.setattr(mail_attempt, "close", lambda mail: None)
    assert try_once() is Outcome.SENT
    assert [record.getMessage() for record in caplog.records] == [
        f"{RUN}: the database is away. If it was sent, it may be sent again."
    ]
    assert claimed(timezone.now() + LEASE).attempts == 2
