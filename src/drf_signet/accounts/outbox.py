"""
Doing something after the request: writing to an address takes time, and that time would tell whose it is.

``post`` hands a job to MAIL_DISPATCHER. Without one, ``in_table`` writes it down in the transaction of what the job
tells of, so that both are kept or neither is. Each `InTable` does the same. Any other dispatcher is called when that
transaction has been committed. It gets the dotted path of a function and its arguments, which JSON can hold, and sees
to it that the function is called:

    def in_celery(job, arguments):
        call.delay(job, arguments)          # @shared_task def call(job, arguments): import_string(job)(**arguments)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from typing import Protocol

from django.db import DatabaseError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.mail_attempt import tell_of_failure
from drf_signet.accounts.recipients import Person
from drf_signet.accounts.request_context import is_world_needed, this_world
from drf_signet.accounts.table_dispatcher import WORLD, InTable, in_table
from drf_signet.accounts.waiting_mails import database
from drf_signet.conf import get_settings, imported
from drf_signet.errors import MailBusyError, SignetError
from drf_signet.outage_log import OUTAGES
from drf_signet.user_table import users_database


class Dispatcher(Protocol):
    """What MAIL_DISPATCHER names."""

    def __call__(self, job: str, arguments: Mapping[str, str | None]) -> None:
        """Have the function at the dotted path *job* called with *arguments*."""


def post(job: Callable[..., None], people: Sequence[Person] | None = None, **arguments: str | None) -> None:
    """
    Have *job* called with *arguments* and the present ``language``, once what is written now is there to be read.

    It is about *people*, and done in the world of this request. Arguments that are None are left out, so that servers
    of the version before know what to do with the others.

    Raises `MailBusyError` where too much is waiting, or a dispatcher of the project's own fails.
    """
    pages = arguments.pop("pages", None) or pages_for(None)
    path, complete, dispatcher = _prepared(job, people, pages, {**arguments, "pages": pages})
    if isinstance(dispatcher, InTable) and _shares_transaction():
        dispatcher(path, complete)
    else:
        context = copy_context()
        transaction.on_commit(lambda: context.run(_hand_over, dispatcher, path, complete), using=users_database())


def post_notice(job: Callable[..., None], people: Sequence[Person], pages: str | None = None, **arguments: str) -> None:
    """As `post`, for a mail that tells of what is done: it waits however much is waiting, and no failure undoes it."""
    path, complete, dispatcher = _prepared(job, people, pages or pages_for(None), arguments)
    if isinstance(dispatcher, InTable) and _shares_transaction():
        dispatcher.keep(path, complete)
    else:
        context = copy_context()
        transaction.on_commit(lambda: context.run(dispatcher, path, complete), using=users_database(), robust=True)


def at_once(job: str, arguments: Mapping[str, str | None]) -> None:
    """
    Call *job* now: for tests and for scripts. In a request, the time it takes tells who has an account.

    A failure goes to the log, as it does where a thread calls the job: what it tells of has been committed.
    """
    try:
        import_string(job)(**arguments)
    except Exception as error:  # noqa: BLE001  # neither does it reach the request where a thread calls the job
        tell_of_failure(job, error)


def look_out() -> None:
    """Have this process, which serves, send what other processes left in the table. The first call counts."""
    dispatcher = _dispatcher()
    if isinstance(dispatcher, InTable):
        dispatcher.look_out()


def _prepared(
    job: Callable[..., None], people: Sequence[Person] | None, pages: str | None, arguments: Mapping[str, str | None]
) -> tuple[str, Mapping[str, str | None], Dispatcher]:
    path = f"{job.__module__}.{job.__qualname__}"
    given = {name: value for name, value in arguments.items() if value is not None}
    complete, dispatcher = {**given, "language": get_language()}, _dispatcher()
    world = this_world(people, pages)
    # Where all users are in one world, workers of the version before go on.
    if isinstance(dispatcher, InTable) or is_world_needed(world):
        complete[WORLD] = json.dumps(world.written())
    return path, complete, dispatcher


def _hand_over(dispatcher: Dispatcher, path: str, arguments: Mapping[str, str | None]) -> None:
    try:
        dispatcher(path, arguments)
    except (DatabaseError, SignetError):
        raise
    except Exception as error:
        # What a queue raises while it is away, the project knows. Whoever asks again gets the mail then.
        OUTAGES.tell(MailBusyError.code, error)
        raise MailBusyError from error


def _dispatcher() -> Dispatcher:
    path = get_settings().MAIL_DISPATCHER
    dispatcher: Dispatcher = imported(path) if path else in_table
    return dispatcher


def _shares_transaction() -> bool:
    # In a database of its own, the table is written to when the users' has been committed.
    return database() == users_database()
