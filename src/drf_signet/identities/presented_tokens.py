"""Each id_token signs somebody in once: whoever finds one in a log or a backup can do nothing with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from drf_signet.databases import database_for
from drf_signet.errors import IdentityUsedBeforeError
from drf_signet.identities.models import PresentedToken
from drf_signet.sessions.purging import delete_some
from drf_signet.sessions.retries import until_settled

MARGIN: Final = timedelta(hours=1)
"""Beyond its time, a token is remembered for so long: clocks differ, and an old one is refused anyway."""

AT_SIGN_IN: Final = 20
"""Expired rows at the most that one sign-in deletes: more than it adds, so the table doesn't grow for ever."""


def use_up(id_token: str, expires_at: datetime, now: datetime) -> None:
    """
    Let nobody present *id_token*, which was verified and expires at *expires_at*, from now on.

    Raises `IdentityUsedBeforeError` where somebody did.
    """
    digest = digest_of(id_token)
    try:
        until_settled(lambda: _write(digest, max(expires_at, now) + MARGIN))
    except IntegrityError:
        raise IdentityUsedBeforeError from None
    expired = _rows().filter(expires_at__lte=now).order_by("expires_at")
    if expired.exists():
        delete_some(expired, AT_SIGN_IN)


def digest_of(id_token: str) -> str:
    """What two copies of one token have in common, also where somebody wrote its signature in another way."""
    return sha256(id_token.rpartition(".")[0].encode()).hexdigest()


def _rows() -> QuerySet[PresentedToken]:
    return PresentedToken.objects.using(database_for(PresentedToken))


def _write(digest: str, expires_at: datetime) -> None:
    with transaction.atomic(using=database_for(PresentedToken)):
        _rows().create(digest=digest, expires_at=expires_at)
