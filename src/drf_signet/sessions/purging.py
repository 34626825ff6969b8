"""Deleting the rows of sessions that are over, a few at a time, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeVar

from django.db import DatabaseError, connections, transaction
from django.db.models import Model, QuerySet

from drf_signet.outage_log import OUTAGES
from drf_signet.sessions.models import Session
from drf_signet.sessions.retention import retention
from drf_signet.sessions.retries import until_settled

Row = TypeVar("Row", bound=Model)

ONE_IN: Final = 10
"""Of so many sign-ins, one looks for rows to delete."""

AT_SIGN_IN: Final = 50
"""Rows at the most that it deletes: more than all of them add, so the table doesn't grow for ever."""


def purge_by_chance(opened: Session, now: datetime) -> int:
    """`purge_some` for one in `ONE_IN` of the sessions that are *opened*: the last bits of a key are random."""
    return purge_some(now) if opened.pk.int % ONE_IN == 0 else 0


def purge_some(now: datetime) -> int:
    """
    Delete a few rows of sessions that reached SESSION_LIFETIME. One query, on an index, where there are none.

    Rows that the database keeps, as where a table of the project points to them, go to the log. Raises the error where
    it ended the transaction of the caller, as a deadlock does in MySQL.
    """
    expired = Session.objects.filter(expires_at__lt=now - retention())
    if not expired.exists():
        return 0
    try:
        return len(delete_some(expired.order_by("expires_at"), AT_SIGN_IN))
    except DatabaseError as error:
        if connections[expired.db].needs_rollback:
            raise
        OUTAGES.tell("expired sessions stay", error)
        return 0


def purge(now: datetime, batch: int) -> Iterator[int]:
    """
    Delete the rows of all sessions that are over, *batch* rows in each transaction, and say how many each time.

    Those that lay idle for too long are over as well; only a look at every row finds them.
    """
    over = Session.objects.filter(token_expires_at__lt=now - retention()).order_by("pk")
    remaining = over
    while deleted := delete_some(remaining, batch):
        yield len(deleted)
        remaining = over.filter(pk__gt=deleted[-1])


def delete_some(rows: QuerySet[Row], limit: int) -> list[object]:
    """Delete *limit* of *rows* at the most, in one transaction. Returns their keys."""
    features = connections[rows.db].features
    limit = min(limit, features.max_query_params or limit)

    def delete() -> list[object]:
        with transaction.atomic(using=rows.db):
            chosen = rows
            if features.has_select_for_update_skip_locked:
                # Rows that others are deleting or changing are left for the next time: nobody waits, and there is no
                # deadlock.
                chosen = chosen.select_for_update(skip_locked=True)
            keys = list(chosen.values_list("pk", flat=True)[:limit])
            rows.model._base_manager.using(rows.db).filter(pk__in=keys).delete()
            return keys

    return until_settled(delete)
