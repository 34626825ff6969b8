"""
`InTasks`: workers of Django's tasks send the mails.

The row in our table stays the one that counts. A task only has its key: it makes one attempt at the row, if that is
due and nobody else is at it. So whatever a tasks backend does, such as forget a task, run it twice, or leave that of a
killed worker as it is, no mail is lost or sent twice. A process that serves sends a mail that has been due for a
minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from drf_signet.accounts.mail_tables import Place
from drf_signet.accounts.mail_threads import OverdueMailThreads, send_due, threads_of_process
from drf_signet.accounts.table_dispatcher import InTable
from drf_signet.accounts.tasks_package import WRONG, DummyBackend, ImmediateBackend, Task, task, task_backends
from drf_signet.accounts.waiting_mails import ALL, NEVER_FAILED, next_try
from drf_signet.databases import database_for
from drf_signet.outage_log import OUTAGES

__all__ = ["InTasks", "in_tasks"]

LATER: Final = -50
"""The priority of a further attempt: while a mail server is away, other tasks don't wait for it."""

OF_DATABASE: Final = "dbtaskresult"
"""The model of ``django-tasks-db``, whose row is written where `database_for` says, in the transaction that is open."""


def _as_task(function: Callable[..., str | None]) -> Task[..., str | None]:
    """A task that calls *function*. Raises `ImportError` where TASKS has no backend and no queue ``default``."""
    try:
        return task(takes_context=True)(function)
    except WRONG as error:
        raise ImportError(f"TASKS: {error}") from error


@_as_task
def send_waiting_mail(context: Any, database: str, schema: str | None, key: int) -> str | None:
    """
    Make one attempt at the mail with *key*, and have a later task make another one if it is still there.

    A task that finds the mail put off leaves it to the one whose attempt failed: if each of them went on, the tasks for
    a mail would never become fewer. One that finds it claimed for the first time comes again.

    The result is the name of the `Outcome`. None: somebody else does it, or has done it. An attempt that failed is no
    task that failed, as the mail is not lost: the log says why, without an address.
    """
    place = Place(database, schema)
    outcomes = send_due(place, Q(pk=key))
    try_later(context.task_result.task, place, key, ALL if outcomes else NEVER_FAILED)
    return next((one.name for one in outcomes), None)


def try_later(original: Task[..., str | None], place: Place, key: int, which: Q = ALL) -> None:
    """
    Have a task like *original* try the mail with *key* when it is due, if it is still there, and of *which*.

    A backend that can't put tasks off leaves that to processes that serve.
    """
    backend = original.get_backend()
    due = next_try(place, key, which) if backend.supports_defer else None
    if due is not None:
        priority = LATER if backend.supports_priority else original.priority
        original.using(run_after=due, priority=priority).enqueue(*place, key)


class InTasks(InTable):
    """
    Write the job down, and have a worker of the tasks *backend* do it, from the queue *queue_name*.

    Where that backend has its tasks in the same database as we have our rows, the task is written in the same
    transaction.
    """

    def __init__(self, backend: str = "default", queue_name: str = "default") -> None:
        self.backend = backend
        self.queue_name = queue_name

    def announce(self, place: Place, key: int) -> None:
        """Enqueue a task for the mail with *key* at *place*: now, or after the commit."""
        task = self._task()
        if _database_of(task_backends[self.backend]) == place.database:
            _enqueue(task, place, key)
        else:
            # The row is there, so a request needs no queue that is away.
            transaction.on_commit(lambda: task.enqueue(*place, key), using=place.database, robust=True)

    def look_out(self) -> None:
        """Have this process, which serves, do what no worker has done for a minute."""
        threads_of_process(lambda: OverdueMailThreads(partial(try_later, self._task()))).look_out()

    def problems(self) -> Iterator[str]:
        """A backend or a queue that there isn't."""
        try:
            self._task()
        except WRONG as error:
            yield str(error)

    def risks(self) -> Iterator[str]:
        """Backends for development and tests."""
        backend = task_backends[self.backend]
        if isinstance(backend, ImmediateBackend):
            yield (
                f"the backend {self.backend!r} of TASKS sends each mail within the request. The time that takes reveals"
                " who has an account."
            )
        if isinstance(backend, DummyBackend):
            yield f"the backend {self.backend!r} of TASKS runs no task. Each mail is a minute late."

    def _task(self) -> Task[..., str | None]:
        return send_waiting_mail.using(backend=self.backend, queue_name=self.queue_name)


in_tasks: Final = InTasks()
"""For MAIL_DISPATCHER: the backend ``default`` of TASKS, and its queue ``default``."""


def _enqueue(task: Task[..., str | None], place: Place, key: int) -> None:
    """Enqueue *task* in the transaction that is open. Where that fails, what the transaction is for still counts."""
    try:
        with transaction.atomic(using=place.database):
            task.enqueue(*place, key)
    except Exception as error:  # of the database, and of the project's receivers  # noqa: BLE001
        OUTAGES.tell("No task can be enqueued, so e-mails are a minute late", error)


def _database_of(backend: object) -> str | None:
    config = apps.get_containing_app_config(type(backend).__module__)
    model = None if config is None else config.models.get(OF_DATABASE)
    return None if model is None else database_for(model)
