"""
The rows of codes, where they are written: a replica may not have them yet.

Each change is one statement with its condition in it, so of several at once one wins, in every database.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from drf_signet.databases import database_for
from drf_signet.mailed_codes.codes import digest_of
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.sessions.purging import delete_some
from drf_signet.sessions.retries import until_settled

LIFETIME: Final = timedelta(minutes=10)
"""How long a code, and its link, can be used."""

TRIES: Final = 5
"""How often somebody may try to type one code."""

KEPT: Final = timedelta(days=1)
"""How long a row stays after its end, for those who look into a complaint."""

AT_ASKING: Final = 20
"""Rows at the most that one request deletes: more than it adds, so the table doesn't grow for ever."""


def database() -> str:
    """Where they are."""
    return database_for(MailedCode)


def rows() -> QuerySet[MailedCode]:
    """All of them."""
    return MailedCode.objects.using(database())


def alive(now: datetime) -> QuerySet[MailedCode]:
    """Those that were not used, and have not expired."""
    return rows().filter(used_at__isnull=True, expires_at__gt=now)


def asked_by(request: str) -> MailedCode | None:
    """The row of the code that *request* asked for. One query."""
    return rows().filter(request_digest=digest_of(request)).first()


def with_key(key: UUID) -> MailedCode | None:
    """The row with the primary *key*. One query."""
    return rows().filter(pk=key).first()


def note_mailed(row: MailedCode, now: datetime) -> None:
    """Let the code of *row* be good, once a mail with it is about to be sent."""
    until_settled(lambda: rows().filter(pk=row.pk, mailed_at__isnull=True).update(mailed_at=now))


def count_try(row: MailedCode, now: datetime) -> bool:
    """Count that somebody tries the code of *row*. Returns whether they may."""
    mine = alive(now).filter(pk=row.pk, tries__lt=TRIES)
    return bool(until_settled(lambda: mine.update(tries=F("tries") + 1)))


def use(row: MailedCode, now: datetime) -> bool:
    """Use *row* up. Returns whether nobody had done so before."""
    mine = alive(now).filter(pk=row.pk, mailed_at__isnull=False)
    return bool(until_settled(lambda: mine.update(used_at=now)))


def give_back(row: MailedCode) -> None:
    """Let *row*, which `use` has used up, be used again: something else refused the sign-in."""
    until_settled(lambda: rows().filter(pk=row.pk).update(used_at=None))


def purge_some(now: datetime) -> None:
    """Delete a few rows whose end is past. One query, on an index, where there are none."""
    over = rows().filter(expires_at__lt=now - KEPT).order_by("expires_at")
    if over.exists():
        delete_some(over, AT_ASKING)
