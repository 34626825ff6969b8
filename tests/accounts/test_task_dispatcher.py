"""Mails that workers of Django's tasks send: what is enqueued, when, and what becomes of a task that can't send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, run_checks
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from drf_signet.accounts import mail_threads, outbox, task_dispatcher
from drf_signet.accounts.mail_attempt import Outcome
from drf_signet.accounts.mail_threads import HEAD_START, end_mail_threads
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.task_dispatcher import LATER, InTasks, send_waiting_mail
from drf_signet.accounts.tasks_package import DummyBackend, ImmediateBackend, task_backends
from tests.accounts.changed import signet
from tests.accounts.waiting import FAILURES, RUNS, claimed, nothing_waits, run, until

pytestmark = pytest.mark.django_db(transaction=True)

PATH: Final = "drf_signet.accounts.task_dispatcher.in_tasks"
OWN: Final = f"{__name__}.in_own_queue"

in_own_queue: Final = InTasks(backend="mails", queue_name="slow")


class Away(DummyBackend):
    """A queue whose server is away."""

    def enqueue(self, *args: Any, **arguments: Any) -> Any:
        """Say so."""
        raise ConnectionRefusedError


class Unmigrated(DummyBackend):
    """A queue in the database, whose table is missing."""

    def enqueue(self, *args: Any, **arguments: Any) -> Any:
        """Have the database say so."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO no_such_table VALUES (1)")


class Noting(DummyBackend):
    """One that knows the tasks of all threads: each has a backend of its own."""

    noted: ClassVar[list[Any]] = []

    def enqueue(self, *args: Any, **arguments: Any) -> Any:
        """Note it."""
        result: Any = super().enqueue(*args, **arguments)
        self.noted.append(result)
        return result


class WithoutDelays(DummyBackend):
    """One that can't put a task off."""

    supports_defer = False


class WithoutPriorities(DummyBackend):
    """One in which all tasks are alike."""

    supports_priority = False


def tasks(backend: type[Any] = DummyBackend, alias: str = "default", *queues: str) -> Any:
    """A context manager in which TASKS has *backend*."""
    more = {"QUEUES": list(queues)} if queues else {}
    path = f"{backend.__module__}.{backend.__qualname__}"
    default = {"default": {"BACKEND": f"{DummyBackend.__module__}.DummyBackend"}}
    return override_settings(TASKS={**default, alias: {"BACKEND": path, **more}})


@pytest.fixture(autouse=True)
def _in_tasks() -> Iterator[None]:
    """Workers are to send the mails; each test says which."""
    RUNS.clear()
    FAILURES.clear()
    end_mail_threads()
    with signet(MAIL_DISPATCHER=PATH), tasks():
        yield
        end_mail_threads()


def enqueued(alias: str = "default") -> list[Any]:
    """The tasks so far."""
    return list(task_backends[alias].results)  # type: ignore[attr-defined]


def work(result: Any) -> str | None:
    """What a worker does with the task of *result*, as `TaskContext` has it."""

    class Context:
        task_result = result

    outcome: str | None = send_waiting_mail.func(Context, *result.args)
    return outcome


def test_a_task_has_the_key_and_no_address() -> None:
    """The row has the rest. The worker sends it once, however often the task is run."""
    outbox.post(run, email="ada@example.com")
    (task,) = enqueued()
    assert task.args == ["default", None, WaitingMail.objects.get().pk]
    assert [work(task), work(task)] == ["SENT", None]
    assert [arguments["email"] for _, arguments in RUNS] == ["ada@example.com"]
    assert nothing_waits()
    assert len(enqueued()) == 1


def test_a_queue_elsewhere_is_told_after_the_commit() -> None:
    """Its worker would look for the row before."""
    with transaction.atomic():
        outbox.post(run)
        assert (WaitingMail.objects.count(), enqueued()) == (1, [])
    assert len(enqueued()) == 1


def test_a_queue_that_is_away_fails_no_request(caplog: pytest.LogCaptureFixture) -> None:
    """The mail waits."""
    with tasks(Away):
        outbox.post(run)
    assert WaitingMail.objects.count() == 1
    assert "ConnectionRefusedError" in caplog.text


def test_a_table_of_tasks_that_is_not_there_undoes_no_change(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The mail waits, also where it would have been written in the same transaction."""
    monkeypatch.setattr(task_dispatcher, "_database_of", lambda backend: "default")
    with tasks(Unmigrated), transaction.atomic():
        outbox.post(run)
        get_user_model().objects.create(username="ada")
    assert (WaitingMail.objects.count(), get_user_model().objects.count()) == (1, 1)
    assert "No task can be enqueued, so e-mails are a minute late: OperationalError: no such table" in caplog.text


def test_what_fails_is_tried_by_a_later_task() -> None:
    """When the row is due, and behind the tasks of others. The first one has succeeded: the mail isn't lost."""
    outbox.post(run)
    FAILURES.append(ConnectionRefusedError())
    (task,) = enqueued()
    assert work(task) == "SERVER_AWAY"
    _, later = enqueued()
    due_at = WaitingMail.objects.get().due_at
    assert (later.task.run_after, later.task.priority, later.args) == (due_at, LATER, task.args)
    assert work(later) is None
    WaitingMail.objects.update(due_at=timezone.now())
    assert work(later) == "SENT"


def test_a_task_that_comes_while_another_process_sends_comes_again() -> None:
    """That one may be killed."""
    outbox.post(run)
    mail = claimed()
    assert work(enqueued()[0]) is None
    _, later = enqueued()
    assert later.task.run_after >= mail.due_at
    assert RUNS == []


def test_a_mail_has_no_more_tasks_than_failed_attempts() -> None:
    """Those that were enqueued while no worker ran, or were run twice, end with the first one that tries."""
    outbox.post(run)
    (task,) = enqueued()
    FAILURES.append(ConnectionRefusedError())
    assert work(task) == "SERVER_AWAY"
    assert [work(one) for one in [task] * 5] == [None] * 5
    assert len(enqueued()) == 2


def test_a_backend_without_priorities_gets_none() -> None:
    """It would refuse the task."""
    with tasks(WithoutPriorities):
        outbox.post(run)
        FAILURES.append(ConnectionRefusedError())
        work(enqueued()[0])
        assert [one.task.priority for one in enqueued()] == [0, 0]


def test_a_backend_that_puts_nothing_off_leaves_it_to_those_that_serve() -> None:
    """So no worker is busy with one mail."""
    with tasks(WithoutDelays):
        outbox.post(run)
        FAILURES.append(ConnectionRefusedError())
        assert work(enqueued()[0]) == "SERVER_AWAY"
        assert len(enqueued()) == 1


def test_what_is_refused_is_given_up() -> None:
    """As without tasks."""
    outbox.post(run)
    FAILURES.append(TypeError())
    assert work(enqueued()[0]) == Outcome.GIVEN_UP.name
    assert nothing_waits()
    assert len(enqueued()) == 1


def left(ago: timedelta) -> None:
    """A mail that was due *ago*."""
    outbox.post(run)
    WaitingMail.objects.update(due_at=timezone.now() - ago)


def test_a_process_that_serves_sends_what_no_worker_has_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a minute, and not before."""
    monkeypatch.setattr(mail_threads, "LOOKS", (0.01, 0.02))
    left(HEAD_START / 2)
    left_alone = WaitingMail.objects.get().pk
    outbox.look_out()
    outbox.post(run)
    WaitingMail.objects.exclude(pk=left_alone).update(due_at=timezone.now() - HEAD_START)
    until(lambda: WaitingMail.objects.count() == 1)
    assert WaitingMail.objects.get().pk == left_alone
    assert len(RUNS) == 1


def test_what_it_can_not_send_goes_back_to_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be the one that doesn't reach the mail server."""
    monkeypatch.setattr(mail_threads, "RESTS", (0.01, 0.02))
    FAILURES.append(ConnectionRefusedError())
    with tasks(Noting):
        left(HEAD_START)
        Noting.noted.clear()
        outbox.look_out()
        until(lambda: len(Noting.noted) == 1)
    (later,) = Noting.noted
    mail = WaitingMail.objects.get()
    assert (mail.last_error, mail.due_at) == ("ConnectionRefusedError", later.task.run_after)


def test_a_queue_of_its_own() -> None:
    """And a backend: an instance of the project's."""
    with signet(MAIL_DISPATCHER=OWN), tasks(DummyBackend, "mails", "slow"):
        outbox.post(run)
        FAILURES.append(ConnectionRefusedError())
        work(enqueued("mails")[0])
        assert [one.task.queue_name for one in enqueued("mails")] == ["slow", "slow"]
        assert enqueued() == []


def said(changes: Mapping[str, object], *, deploy: bool = False) -> list[CheckMessage]:
    """What the checks of this dispatcher say."""
    with signet(**changes):
        found = run_checks(include_deployment_checks=deploy)
    return [one for one in found if one.id in {"signet.E088", "signet.W086"}]


def test_a_queue_that_there_is_not_is_an_error() -> None:
    """E088: each request would fail."""
    with tasks(DummyBackend, "mails", "fast"):
        (queue,) = said({"MAIL_DISPATCHER": OWN}, deploy=True)
        assert said({"MAIL_DISPATCHER": PATH}) == []
    (backend,) = said({"MAIL_DISPATCHER": OWN})
    assert {queue.id, backend.id} == {"signet.E088"}
    assert "Queue 'slow' is not valid" in queue.msg
    assert "'mails'" in backend.msg
    with tasks(DummyBackend, "mails", "slow"):
        assert said({"MAIL_DISPATCHER": OWN}) == []


def test_our_dispatcher_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """E088: as without the package. E003 says it of every other path."""

    def import_nothing(path: str) -> None:
        raise ModuleNotFoundError("No module named 'django_tasks'")

    monkeypatch.setattr("drf_signet.accounts.dispatcher_checks.imported", import_nothing)
    (found,) = said({"MAIL_DISPATCHER": PATH})
    assert found.msg == "SIGNET['MAIL_DISPATCHER']: No module named 'django_tasks'"
    assert said({"MAIL_DISPATCHER": "tests.accounts.dispatchers.no_such"}) == []


@pytest.mark.parametrize(
    ("backend", "words"), [(ImmediateBackend, "within the request"), (DummyBackend, "a minute late"), (Away, "late")]
)
def test_a_backend_without_workers_is_warned_of(backend: type[Any], words: str) -> None:
    """W086, under ``--deploy`` alone: it may be right for a test."""
    with tasks(backend):
        assert said({"MAIL_DISPATCHER": PATH}) == []
        (found,) = said({"MAIL_DISPATCHER": PATH}, deploy=True)
    assert found.id == "signet.W086"
    assert words in found.msg


def test_another_dispatcher_is_not_looked_at() -> None:
    """Neither the default nor a function."""
    assert said({"MAIL_DISPATCHER": None}, deploy=True) == []
    assert said({"MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once"}, deploy=True) == []


def test_the_immediate_backend_sends_at_once() -> None:
    """After the commit, for development."""
    with tasks(ImmediateBackend):
        with transaction.atomic():
            outbox.post(run)
            assert RUNS == []
        assert len(RUNS) == 1
    assert nothing_waits()
