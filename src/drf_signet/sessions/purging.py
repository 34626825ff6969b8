"""Deleting the rows of sessions that are over, a few at a time, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import connections, transaction
from django.db.models import Q

from drf_signet.conf import get_settings
from drf_signet.sessions.models import Session, SessionQuerySet
from drf_signet.sessions.retries import until_settled

AT_SIGN_IN: Final = 20
"""Rows at the most that one sign-in deletes: more than it adds, so the table doesn't grow for ever."""


def purge_some(now: datetime) -> int:
    """Delete a few rows of sessions that reached SESSION_LIFETIME. One query, on an index, where there are none."""
    expired = Session.objects.filter(expires_at__lt=now - _memory())
    return _delete(expired.order_by("expires_at"), AT_SIGN_IN) if expired.exists() else 0


def purge(now: datetime, batch: int) -> Iterator[int]:
    """
    Delete the rows of all sessions that are over, *batch* rows in each transaction, and say how many each time.

    Those that lay idle for longer than their tokens live are over as well; only a look at every row finds them.
    """
    settings = get_settings()
    idle = now - max(settings.REFRESH_TOKEN_LIFETIME, settings.SLIDING_TOKEN_LIFETIME) - _memory()
    over = Session.objects.filter(Q(expires_at__lt=now - _memory()) | Q(rotated_at__lt=idle))
    while deleted := _delete(over.order_by("pk"), batch):
        yield deleted


def _memory() -> timedelta:
    """How long an ended session has to be remembered: until the last access token of it has expired."""
    return get_settings().ACCESS_TOKEN_LIFETIME


def _delete(sessions: SessionQuerySet, limit: int) -> int:
    features = connections[sessions.db].features

    def delete() -> int:
        with transaction.atomic(using=sessions.db):
            chosen = sessions
            if features.has_select_for_update_skip_locked:
                # What somebody else is deleting or refreshing is left for the next time: nobody waits, no deadlock.
                chosen = chosen.select_for_update(skip_locked=True)
            keys = list(chosen.values_list("pk", flat=True)[:limit])
            return int(Session.objects.filter(pk__in=keys).delete()[0]) if keys else 0

    return until_settled(delete)
