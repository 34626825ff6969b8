"""The outbox: a job is kept with what it tells of, and a dispatcher of the project's own is called after that."""

from __future__ import annotations

from contextvars import ContextVar

import pytest
from django.db import transaction
from django.utils.translation import override

from drf_signet.accounts import outbox, table_dispatcher, waiting_mails
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.outbox import post, post_notice
from drf_signet.accounts.recipients import SomebodyElseError
from drf_signet.errors import MailBusyError
from tests.accounts.changed import signet
from tests.accounts.dispatchers import CALLS, IN_TABLE, REMEMBER
from tests.accounts.person import Client
from tests.accounts.waiting import FAILURES, RUN, RUNS, nothing_waits, run, until

TENANT: ContextVar[str] = ContextVar("tenant", default="")
TENANTS: list[str] = []


def note_tenant(**arguments: str | None) -> None:
    """A job that asks the project."""
    TENANTS.append(TENANT.get())


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Nothing is left over from another test."""
    for one in (CALLS, RUNS, FAILURES):
        one.clear()


@transaction.atomic
def post_and_fail(email: str) -> None:
    """A transaction that is rolled back after it has posted a job."""
    post(run, email=email)
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_a_job_is_in_the_transaction() -> None:
    """It is kept with what it tells of, or not at all; and done when others can read that."""
    with signet(MAIL_DISPATCHER=IN_TABLE):
        with transaction.atomic():
            with pytest.raises(RuntimeError):
                post_and_fail("x")
            post(run, email="y")
            assert [one.arguments["email"] for one in WaitingMail.objects.all()] == ["y"]
            assert RUNS == []
        until(nothing_waits)
    ((thread, arguments),) = RUNS
    assert thread.startswith("drf_signet_outbox")
    assert arguments == {"email": "y", "language": "en"}


@pytest.mark.django_db(transaction=True)
def test_a_job_of_what_was_rolled_back_is_gone() -> None:
    """Nobody is told of what didn't happen."""
    with signet(MAIL_DISPATCHER=IN_TABLE), pytest.raises(RuntimeError):
        post_and_fail("x")
    assert nothing_waits()


@pytest.mark.django_db(transaction=True)
def test_a_job_is_done_in_the_context_of_the_request() -> None:
    """What a project keeps in context variables is there, such as a tenant, for templates and mail backends."""
    TENANT.set("b")
    with signet(MAIL_DISPATCHER=IN_TABLE):
        post(note_tenant)
        TENANT.set("a")
        until(nothing_waits)
    assert TENANTS == ["b"]


@pytest.mark.django_db
def test_in_a_test_case_a_job_stays_in_the_table() -> None:
    """Nothing is committed, so nothing is done, by no thread either: tests of a project can look at it."""
    with signet(MAIL_DISPATCHER=IN_TABLE):
        post(run, email="x")
    mail = WaitingMail.objects.get()
    assert (mail.job, mail.arguments) == (RUN, {"email": "x", "language": "en"})
    assert RUNS == []


@pytest.mark.django_db
def test_with_too_much_waiting_no_more_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a place that is free again is taken; what was done already is told of all the same."""
    monkeypatch.setattr(waiting_mails, "MOST", 1)
    with signet(MAIL_DISPATCHER=IN_TABLE):
        post(run)
        with pytest.raises(MailBusyError):
            post(run)
        post_notice(run, [])
        WaitingMail.objects.all().delete()
        post(run)
    assert WaitingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_table_in_another_database_waits_for_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the job would look up isn't there before."""
    monkeypatch.setattr(outbox, "users_database", lambda: "default")
    # The first question is whether it is the same.
    answers = ["elsewhere"]
    monkeypatch.setattr(outbox, "database", lambda: answers.pop() if answers else waiting_mails.database())
    with signet(MAIL_DISPATCHER=IN_TABLE):
        with transaction.atomic():
            post(run)
            assert nothing_waits()
        until(lambda: len(RUNS) == 1 and nothing_waits())


@pytest.mark.django_db(transaction=True)
def test_a_dispatcher_of_the_projects_waits_for_the_commit() -> None:
    """Before it, what the job would look up isn't there for others to see; and nothing waits in the table."""
    with signet(MAIL_DISPATCHER=REMEMBER):
        with transaction.atomic():
            with transaction.atomic():
                post(run, email="x")
            with pytest.raises(RuntimeError):
                post_and_fail("y")
            assert CALLS == []
        assert [(RUN, {"email": "x", "language": "en"})] == CALLS
    assert nothing_waits()


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


@pytest.mark.django_db(transaction=True)
def test_without_a_thread_the_job_is_left_to_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The request is answered: its mail is safe."""

    def refuse() -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(table_dispatcher, "threads_of_process", refuse)
    with signet(MAIL_DISPATCHER=IN_TABLE):
        post(run)
    assert WaitingMail.objects.count() == 1
    assert "can't start new thread" in caplog.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("failure", "has_trace"), [(SomebodyElseError("the user is gone"), False), (TypeError("our own fault"), True)]
)
def test_a_job_that_fails_at_once_fails_in_the_log(
    failure: Exception, has_trace: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """As in a thread: the request has been done, and is answered."""
    FAILURES.append(failure)
    with signet(MAIL_DISPATCHER="drf_signet.accounts.outbox.at_once"):
        post(run)
    assert len(RUNS) == 1
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{RUN} failed, and Signet won't try it again: {type(failure).__name__}")
    assert bool(record.exc_info) is has_trace


def away(job: str, arguments: object) -> None:
    """A dispatcher whose queue is away."""
    raise ConnectionRefusedError("the queue is away")


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_is_a_503(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever asks again later gets the mail; the log has the reason, and a notice undoes nothing."""
    with signet(MAIL_DISPATCHER=f"{__name__}.away"):
        answer = Client(raise_request_exception=False).post("/api/users/reset_password/", {"email": "x@example.com"})
        post_notice(run, [])
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "mail_busy", "60")
    assert "the queue is away" in caplog.text
