"""What ``manage.py check`` says about the dispatcher of mails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.core.checks import CheckMessage, Error, Warning

from drf_signet.accounts.table_dispatcher import InTable
from drf_signet.checks import Check, rule
from drf_signet.conf import NAME, imported
from drf_signet.settings import Settings

OURS: Final = "drf_signet.accounts.task_dispatcher."
PLACE: Final = f"{NAME}['MAIL_DISPATCHER']"


@rule
def check_dispatcher(settings: Settings) -> Iterator[CheckMessage]:
    """E088: mails for a queue that doesn't exist."""
    for problem in _problems(settings.MAIL_DISPATCHER or ""):
        yield Error(
            f"{PLACE}: {problem}",
            hint="Use Django 6.0 or install django-tasks. TASKS needs a backend 'default' with a queue 'default'. "
            "To use others as well, name an InTasks(backend=…, queue_name=…) of your own.",
            id="signet.E088",
        )


@rule
def warn_tasks_without_workers(settings: Settings) -> Iterator[CheckMessage]:
    """W086: mails that no worker sends."""
    dispatcher = _named(settings.MAIL_DISPATCHER or "")
    for risk in dispatcher.risks() if dispatcher is not None and not [*dispatcher.problems()] else ():
        yield Warning(
            f"{PLACE}: {risk}",
            hint="Use a backend with workers, such as the one of django-tasks-db, or leave MAIL_DISPATCHER out: then a "
            "thread sends the mails.",
            id="signet.W086",
        )


def _problems(path: str) -> Iterator[str]:
    try:
        imported(path) if path.startswith(OURS) else None
    except ImportError as error:
        yield str(error)
    else:
        dispatcher = _named(path)
        yield from () if dispatcher is None else dispatcher.problems()


def _named(path: str) -> InTable | None:
    try:
        found = imported(path) if path else None
    except Exception:  # noqa: BLE001  # E003 says what is wrong with it
        return None
    return found if isinstance(found, InTable) else None


ERRORS: Final[Sequence[Check]] = (check_dispatcher,)
WARNINGS: Final[Sequence[Check]] = (warn_tasks_without_workers,)
