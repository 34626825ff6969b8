"""Counts what is left of Simple JWT's tokens. It only reads Simple JWT's tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from drf_signet.conf import get_settings
from drf_signet.sessions.models import Session
from drf_signet_compat.simplejwt.adoption.identity import adopted_id
from drf_signet_compat.simplejwt.adoption.percentage import WHOLE, given_percentage
from drf_signet_compat.simplejwt.token_blacklist.models import OutstandingToken

BATCH: Final = 500
"""Identifiers in one query."""


class Leftovers(NamedTuple):
    """How many refresh tokens the tables know of, in four heaps."""

    expired: int
    blacklisted: int
    """Not expired, and revoked."""

    adopted: int
    """Not expired, and sessions by now."""

    waiting: int
    """Not expired, and not presented since: their clients may still come."""

    blacklist_needed_until: datetime | None
    """When the last revoked token expires. Without the tables, Signet would accept it until then."""

    adoption_needed_until: datetime | None
    """When the last token expires with which a client may still come."""


def count_leftovers(now: datetime) -> Leftovers:
    """Count them at *now*. Two queries for every 500 tokens that have not expired, and one for the others."""
    end = now - timedelta(seconds=get_settings().leeway)
    expired = OutstandingToken.objects.filter(expires_at__lte=end).count()
    counts = {"blacklisted": 0, "adopted": 0, "waiting": 0}
    last: dict[str, datetime] = {}
    for heap, expires_at in _unexpired(end):
        counts[heap] += 1
        last[heap] = max(expires_at, last.get(heap, expires_at))
    # Where tokens don't rotate, a client keeps coming with the one that it has, after that was adopted, too.
    coming = ("waiting",) if get_settings().ROTATE_REFRESH_TOKENS else ("waiting", "adopted")
    return Leftovers(
        expired=expired,
        **counts,
        blacklist_needed_until=last.get("blacklisted"),
        adoption_needed_until=max((last[heap] for heap in coming if heap in last), default=None),
    )


def are_tables_written() -> bool:
    """Whether tokens of users who aren't chosen yet are still written down there."""
    return bool(given_percentage() < WHOLE)


def _unexpired(end: datetime) -> Iterator[tuple[str, datetime]]:
    rows = (
        OutstandingToken.objects.filter(expires_at__gt=end)
        .order_by("pk")
        .values_list("jti", "expires_at", "blacklistedtoken__pk")
        .iterator(chunk_size=BATCH)
    )
    while batch := list(islice(rows, BATCH)):
        identifiers = [adopted_id(jti) for jti, _, _ in batch]
        sessions = set(Session.objects.filter(pk__in=identifiers).values_list("pk", flat=True))
        for identifier, (_, expires_at, blacklisted) in zip(identifiers, batch, strict=True):
            yield (
                ("adopted" if identifier in sessions else "waiting") if blacklisted is None else "blacklisted",
                expires_at,
            )
