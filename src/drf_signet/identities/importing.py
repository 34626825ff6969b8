"""Identities from rows of other packages. Doing it again changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.apps import apps
from django.db import router, transaction

from drf_signet.accounts.email_addresses import email_of, is_verified, verify_address
from drf_signet.accounts.models import ADDRESS_LENGTH
from drf_signet.databases import database_for
from drf_signet.errors import AddressTakenError
from drf_signet.identities.former_accounts import FormerAccount, Found, found_in
from drf_signet.identities.identity_key import key_of_identity
from drf_signet.identities.known_identities import identities
from drf_signet.identities.models import Identity
from drf_signet.identities.providers.provider import Provider
from drf_signet.known_places import canonical

WRITTEN: Final = "imported"
THERE: Final = "there already"
ANOTHERS: Final = "another user has this identity"

Told = Counter[tuple[str, str]]
"""How many rows, by their provider and what became of them."""


def import_rows(
    rows: Iterable[FormerAccount], providers: Mapping[str, Provider], now: datetime, batch: int, *, is_dry: bool
) -> Told:
    """
    Write an identity for each of *rows* that has one, *batch* of them in each transaction. With *is_dry*, none.

    Returns what became of each. An identity that somebody has stays theirs.
    """
    told: Told = Counter()
    remaining = iter(rows)
    while some := list(islice(remaining, batch)):
        told.update(_import_some(some, providers, now, is_dry=is_dry))
    return told


def verified_by_allauth(now: datetime, *, is_dry: bool) -> int:
    """
    Verify the addresses that django-allauth has verified, where users have them still. Returns how many. With
    *is_dry*, none is.

    Raises Django's `LookupError` where it isn't installed.
    """
    return sum(_is_taken_along(row, now, is_dry=is_dry) for row in _verified_rows())


def _import_some(
    rows: list[FormerAccount], providers: Mapping[str, Provider], now: datetime, *, is_dry: bool
) -> Iterator[tuple[str, str]]:
    with transaction.atomic(using=database_for(Identity)):
        found = [(row, found_in(row, providers)) for row in rows]
        keys = [key_of_identity(one.issuer, one.subject) for _, one in found if isinstance(one, Found)]
        owners: dict[str, Any] = dict(identities().filter(key__in=keys).values_list("key", "user_id"))
        new: list[Identity] = []
        told: list[tuple[str, str]] = []
        for row, one in found:
            if isinstance(one, str):
                told.append((row.provider, one))
                continue
            key = key_of_identity(one.issuer, one.subject)
            if key in owners:
                told.append((row.provider, THERE if owners[key] == row.user_id else ANOTHERS))
                continue
            owners[key] = row.user_id
            new.append(_identity(row, one, now))
            told.append((row.provider, WRITTEN))
        if not is_dry:
            # A user may sign in meanwhile, and so write the same row.
            identities().bulk_create(new, ignore_conflicts=True)
    yield from told


def _identity(row: FormerAccount, found: Found, now: datetime) -> Identity:
    return Identity(
        issuer=found.issuer,
        subject=found.subject,
        user_id=row.user_id,
        provider=found.provider,
        email=row.email[:ADDRESS_LENGTH],
        created_at=row.created_at or now,
    )


def _verified_rows() -> Iterator[Any]:
    label, name = "account", "EmailAddress"
    model: Any = apps.get_model(label, name)
    rows = model._base_manager.using(router.db_for_write(model)).filter(verified=True)
    return iter(rows.select_related("user").order_by("pk").iterator())


def _is_taken_along(row: Any, now: datetime, *, is_dry: bool) -> bool:
    if canonical(row.email) != email_of(row.user) or is_verified(row.user):
        return False
    if is_dry:
        return True
    with suppress(AddressTakenError):
        return verify_address(row.user, now)
    return False
