"""
Conflicts in the database: one of two that changed the same row was sent away, and should look again.

Under REPEATABLE READ and SERIALIZABLE, PostgreSQL says so with an error, also for a single statement.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import OperationalError, transaction

from drf_signet.database_errors import is_conflict
from drf_signet.databases import database_for
from drf_signet.errors import SessionBusyError
from drf_signet.sessions.models import Session

ATTEMPTS: Final = 10
PAUSE: Final = 0.01
"""Seconds; multiplied by the number of the attempt and a random share, so that those in conflict part."""

PATIENCE: Final = 5.0
"""Seconds after which nothing is tried again: each attempt may have waited for a lock, as long as the database does."""

Result = TypeVar("Result")


class LostRaceError(Exception):
    """Another request changed the row first: look again, and decide again."""


def until_settled(act: Callable[[], Result], clock: Callable[[], float] = time.monotonic) -> Result:
    """
    What *act* answers, called again after each conflict. Raises `SessionBusyError` after ten of them, or five seconds.

    Inside of a transaction that a conflict spoilt, nothing can be tried again: the error is the caller's.
    """
    started = clock()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return act()
        except LostRaceError:
            continue
        except OperationalError as error:
            if not is_conflict(error) or _in_transaction():
                raise
            if clock() - started >= PATIENCE:
                break
            time.sleep(random.uniform(0, PAUSE * attempt))  # noqa: S311  # no secret
    raise SessionBusyError


def _in_transaction() -> bool:
    in_transaction: bool = transaction.get_connection(database_for(Session)).in_atomic_block
    return in_transaction
