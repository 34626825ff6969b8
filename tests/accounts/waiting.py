"""A job whose runs are counted, and mails that wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

from django.utils import timezone

from drf_signet.accounts.mail_tables import here
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import claim, database, write_down
from drf_signet.sessions.retries import until_settled

Result = TypeVar("Result")

WAIT: Final = 20
"""Seconds that a test waits for a thread at most."""

RUNS: Final[list[tuple[str, dict[str, Any]]]] = []
"""The thread, and the arguments, of each run of `run`."""

FAILURES: Final[list[Exception]] = []
"""What the next runs of `run` raise."""


def run(**arguments: str | None) -> None:
    """A job."""
    RUNS.append((threading.current_thread().name, arguments))
    if FAILURES:
        raise FAILURES.pop(0)


RUN: Final = f"{__name__}.run"


def let_wait(job: str = RUN, now: datetime | None = None, **arguments: str) -> WaitingMail:
    """A mail that waits since *now*."""
    until_settled(lambda: write_down(job, arguments, now or timezone.now()))
    return seen(lambda: WaitingMail.objects.using(database()).latest("pk"))


def claimed(now: datetime | None = None) -> WaitingMail:
    """The one mail that is due."""
    mail = seen(lambda: claim(here(), now or timezone.now()))
    assert mail is not None
    return mail


def until(is_so: Callable[[], bool]) -> None:
    """Wait for another thread to make it so."""
    end = time.monotonic() + WAIT
    while not seen(is_so):
        assert time.monotonic() < end
        time.sleep(0.01)


def seen(ask: Callable[[], Result]) -> Result:
    """What *ask* answers. A SQLite database in memory locks a table that a thread is writing to."""
    return until_settled(ask)


def nothing_waits() -> bool:
    """Whether every mail was sent or given up."""
    return not WaitingMail.objects.using(database()).exists()
