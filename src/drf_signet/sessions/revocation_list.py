"""
The sessions that were ended recently, kept in the memory of each process.

A revocation has to be remembered for one access lifetime only, so the whole list is small. It is read anew every
REVOCATION_POLL_INTERVAL, by whichever request comes first then; the others go on with the list there is. The database
is the only truth: nothing is lost with a process, and nothing else can forget.

There is a list for each database and schema that a router, or a connection, may choose by the host, and with TENANT
for each tenant: read by requests of that tenant alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import Error, transaction
from django.utils import timezone

from drf_signet.conf import get_settings
from drf_signet.databases import database_for
from drf_signet.errors import RevocationsUnknownError, SessionRevokedError, UnavailableError
from drf_signet.sessions.by_place import ByPlace
from drf_signet.sessions.models import Session
from drf_signet.sessions.retention import retention
from drf_signet.sessions.signals import session_ended

logger: Final = logging.getLogger("drf_signet")


class RevocationSnapshot:
    """The sessions that were ended within the last access lifetime, as one process knows them."""

    def __init__(self, read: Callable[[], frozenset[UUID]], clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._clock = clock
        self._lock = Lock()
        self._revoked: frozenset[UUID] = frozenset()
        self._read_at: float | None = None
        self._next_read = 0.0

    def check(self, session_id: UUID) -> None:
        """
        Raise `SessionRevokedError` if the session was ended.

        Where nobody could ask the database for a whole access lifetime, REVOCATION_FALLBACK decides: "refuse" raises
        `RevocationsUnknownError`.
        """
        if self._read_at is None or self._clock() >= self._next_read:
            self._poll()
        if session_id in self._revoked:
            raise SessionRevokedError
        settings = get_settings()
        is_stale = self._age() > settings.ACCESS_TOKEN_LIFETIME.total_seconds()
        if is_stale and settings.REVOCATION_FALLBACK == "refuse":
            raise RevocationsUnknownError

    def expire(self) -> None:
        """Read anew at the next check."""
        self._next_read = 0.0

    def _age(self) -> float:
        return float("inf") if self._read_at is None else self._clock() - self._read_at

    def _poll(self) -> None:
        # While another request reads, use the present list. At the start, there is none yet, so wait.
        if not self._lock.acquire(blocking=self._read_at is None):
            return
        try:
            started = self._clock()
            if started < self._next_read:
                return
            self._next_read = started + get_settings().REVOCATION_POLL_INTERVAL.total_seconds()
            self._revoked = self._read()
            self._read_at = started
        except Error as error:
            logger.warning("Signet can't read which sessions were ended: %s", type(error).__name__)
        finally:
            self._lock.release()


def read_revoked() -> frozenset[UUID]:
    """The ended sessions that an access token may still name. One query, on an index of nothing else."""
    since = timezone.now() - retention()
    with shielded():
        return frozenset(Session.objects.filter(revoked_at__gt=since).values_list("pk", flat=True))


def shielded() -> AbstractContextManager[object]:
    """In a transaction, a savepoint: a statement that fails would take the rest of the request with it."""
    alias = database_for(Session)
    return transaction.atomic(alias) if transaction.get_connection(alias).in_atomic_block else nullcontext()


class TenantSnapshots:
    """A `RevocationSnapshot` for each tenant, database and schema that this process serves: for most projects, one."""

    def __init__(self, read: Callable[[], frozenset[UUID]], clock: Callable[[], float] = time.monotonic) -> None:
        self._snapshots = ByPlace(lambda: RevocationSnapshot(read, clock))

    def check(self, session_id: UUID) -> None:
        """
        Raise `SessionRevokedError` if the session was ended, for the tenant that is being served.

        Raises as `RevocationSnapshot.check`, and `TenantUnknownError`.
        """
        self._snapshots.present().check(session_id)

    def expire(self) -> None:
        """Read anew at the next check of the tenant that is being served; of every tenant, where that is unknown."""
        try:
            self._snapshots.present().expire()
        except (UnavailableError, Error):
            # A session was ended where nobody knows whose it was, such as in a command for all tenants.
            self._snapshots.clear()


SNAPSHOT: Final = TenantSnapshots(read_revoked)
"""Those of this process."""


def note_end(**kwargs: object) -> None:
    """Learn at once of a session that this process ended."""
    SNAPSHOT.expire()


session_ended.connect(note_end, dispatch_uid="drf_signet.sessions.revocation_list")
