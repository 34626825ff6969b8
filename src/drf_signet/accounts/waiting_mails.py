"""
The table of mails that wait: writing one down, and who may send it.

A mail is claimed by an update that one of several processes wins, on every database. The claim lasts for LEASE, and its
process renews it while it sends the mail. The claim of a killed process runs out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from drf_signet.accounts.mail_tables import Place, place_of
from drf_signet.accounts.models import WaitingMail
from drf_signet.databases import database_for
from drf_signet.sessions.retries import until_settled

MOST: Final = 1_000
"""Mails that may wait. With more of them, the mail server has been away for long."""

LEASE: Final = timedelta(seconds=20)
"""For how long a claim is good that nobody renews."""

PAUSES: Final = (timedelta(seconds=1), timedelta(seconds=10), timedelta(seconds=30))
"""How long a mail that failed waits before each further attempt; the last one for all that follow."""

FURTHEST: Final = timedelta(minutes=10)
"""Nothing is put off for so long, unless by a clock that was ahead."""

ALL: Final = Q()
NEVER_FAILED: Final = Q(last_error="")
CANDIDATES: Final = 10
"""Mails that are looked at together. Of several processes, each finds one that the others haven't taken."""


def database() -> str:
    """The alias of the database that has the table."""
    return database_for(WaitingMail)


def is_full() -> bool:
    """Whether as many wait as may. One query, which looks at no more of them."""
    waiting = WaitingMail.objects.using(database()).order_by("pk")
    return waiting[MOST - 1 : MOST].exists()


def is_due(now: datetime) -> Q:
    """Those that are due at *now*."""
    return Q(due_at__lte=now) | Q(due_at__gt=now + FURTHEST)


def write_down(
    job: str, arguments: Mapping[str, str | None], now: datetime, world: Mapping[str, object] | None = None
) -> WaitingMail:
    """
    Let *job* wait, with *arguments*, to be done in *world* (see `request_context`).

    One query, in the transaction that is open, if there is one.
    """
    waiting = WaitingMail(job=job, arguments=dict(arguments), world=world, created_at=now, due_at=now)
    waiting.save(using=database(), force_insert=True)
    return waiting


def claim(place: Place, now: datetime, which: Q = ALL) -> WaitingMail | None:
    """
    One that is due at *place*, of *which*, and nobody else gets for as long as LEASE. None: nothing is due.

    Raises `SessionBusyError` after too many conflicts.
    """
    # For a process that is about to end, there is no later look.
    return until_settled(lambda: _claim(place, now, which))


def _claim(place: Place, now: datetime, which: Q) -> WaitingMail | None:
    with place.entered():
        due = WaitingMail.objects.using(place.database).filter(is_due(now), which)
        while candidates := list(due.order_by("due_at", "pk")[:CANDIDATES]):
            for one in candidates:
                one.database, one.schema = place
                if _unchanged(one).filter(is_due(now)).update(attempts=F("attempts") + 1, due_at=now + LEASE):
                    one.attempts += 1
                    return one
    return None


def next_try(place: Place, key: int, which: Q = ALL) -> datetime | None:
    """When the one with *key* at *place* is due, if it is of *which*. None: it isn't, or was sent, or given up."""
    with place.entered():
        found = WaitingMail.objects.using(place.database).filter(which, pk=key)
        return found.values_list("due_at", flat=True).first()


def renew(mail: WaitingMail, now: datetime) -> None:
    """Make the claim to *mail* good for LEASE from *now* on."""
    _change(mail, due_at=now + LEASE)


def release(mail: WaitingMail, now: datetime) -> None:
    """Let others have *mail* at once."""
    _change(mail, due_at=now)


def postpone(mail: WaitingMail, error: Exception, now: datetime) -> None:
    """Let *mail* be tried again later, after *error*."""
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    _change(mail, due_at=now + pause, last_error=type(error).__name__[:100])


def note_sent(mail: WaitingMail, sent: Sequence[str]) -> None:
    """Write down that *sent*, of the several that *mail* stands for, need not be sent again."""
    # A server of a version before wrote no world, and has none to add to.
    if mail.world is not None:
        mail.world = {**mail.world, "sent": list(sent)}
        _change(mail, world=mail.world)


def remove(mail: WaitingMail) -> None:
    """Forget *mail*, which was sent or given up."""
    with place_of(mail).entered():
        _unchanged(mail).delete()


def _change(mail: WaitingMail, **values: object) -> None:
    with place_of(mail).entered():
        _unchanged(mail).update(**values)


def _unchanged(mail: WaitingMail) -> QuerySet[WaitingMail]:
    # Every claim counts an attempt, so a process that was away for longer than its claim changes nothing. Where it was
    # found and nowhere else: in the database of another tenant there may be a mail with the same key.
    return WaitingMail.objects.using(place_of(mail).database).filter(pk=mail.pk, attempts=mail.attempts)
