"""
Doing something after the request: looking an address up and writing to it takes time, and that time would tell.

``post`` hands a job to MAIL_DISPATCHER when the transaction has been committed. A dispatcher of the project's own gets
the dotted path of a function and its arguments, which JSON can hold, and sees to it that the function is called:

    def in_celery(job, arguments):
        call.delay(job, arguments)          # @shared_task def call(job, arguments): import_string(job)(**arguments)
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from threading import BoundedSemaphore
from typing import Final, Protocol

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, connections, router, transaction
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from drf_signet.conf import get_settings, imported
from drf_signet.errors import MailBusyError

THREADS: Final = 2
WAITING: Final = 1_000
"""Jobs that may wait. With more of them, the mail server has been away for long, and memory would fill."""

PAUSES: Final = (1.0, 10.0)
"""Seconds before each further attempt of a job that failed and may yet succeed."""

REFUSED: Final = 500
"""From this code on, a mail server says that asking again won't help (RFC 5321 section 4.2.1)."""

logger: Final = logging.getLogger("drf_signet")


class Dispatcher(Protocol):
    """What MAIL_DISPATCHER names."""

    def __call__(self, job: str, arguments: Mapping[str, str | None]) -> None:
        """Have the function at the dotted path *job* called with *arguments*."""


def post(job: Callable[..., None], **arguments: str) -> None:
    """Have *job* called with *arguments* and the present ``language``, once what is written now is there to be read."""
    path, complete, dispatcher = _prepared(job, arguments)
    transaction.on_commit(lambda: dispatcher(path, complete), using=_users_database())


def post_notice(job: Callable[..., None], **arguments: str) -> None:
    """As `post`, for a mail that nobody waits for: what it tells of is done, and no failure undoes it. It is logged."""
    path, complete, dispatcher = _prepared(job, arguments)
    transaction.on_commit(lambda: dispatcher(path, complete), using=_users_database(), robust=True)


def in_thread(job: str, arguments: Mapping[str, str | None]) -> None:
    """
    The default: call *job* in a thread of this process, which waits for it before it ends.

    What fails is logged, and tried again twice where that may help. Raises `MailBusyError` where too much is waiting.
    """
    if not _places().acquire(blocking=False):
        raise MailBusyError
    _threads().submit(_work, job, arguments)


def at_once(job: str, arguments: Mapping[str, str | None]) -> None:
    """Call *job* now: for tests and for scripts. In a request, the time it takes tells who has an account."""
    import_string(job)(**arguments)


def _prepared(
    job: Callable[..., None], arguments: Mapping[str, str]
) -> tuple[str, Mapping[str, str | None], Dispatcher]:
    path = f"{job.__module__}.{job.__qualname__}"
    return path, {**arguments, "language": get_language()}, imported(get_settings().MAIL_DISPATCHER)


def _users_database() -> str:
    return str(router.db_for_write(get_user_model()))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="drf_signet_outbox")


@cache
def _places() -> BoundedSemaphore:
    return BoundedSemaphore(WAITING)


# A forked process has neither the threads of its parent nor their jobs.
os.register_at_fork(after_in_child=_threads.cache_clear)
os.register_at_fork(after_in_child=_places.cache_clear)


def _work(job: str, arguments: Mapping[str, str | None]) -> None:
    try:
        _try(job, arguments, (*PAUSES, None))
    finally:
        connections.close_all()
        _places().release()


def _try(job: str, arguments: Mapping[str, str | None], pauses: tuple[float | None, ...]) -> None:
    for pause in pauses:
        try:
            import_string(job)(**arguments)
        except Exception as error:  # a thread has nobody to raise it to
            if pause is None or not _may_pass(error):
                logger.exception("%s failed, and will not be tried again", job)
                return
            logger.exception("%s failed, and will be tried again", job)
            time.sleep(pause)
        else:
            return


def _may_pass(error: Exception) -> bool:
    # Whoever waits for nothing keeps the mails of others waiting.
    match error:
        case SMTPRecipientsRefused():
            return any(code < REFUSED for code, _ in error.recipients.values())
        case SMTPResponseException():
            return error.smtp_code < REFUSED
        case SMTPException():
            return isinstance(error, SMTPServerDisconnected)
        case _:
            return isinstance(error, (OSError, OperationalError, InterfaceError))
