"""
Sign-ups that wait for their link, with EMAIL_VERIFICATION "mandatory".

Nothing here depends on who has the address: only on other sign-ups, and on who has a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.lookalikes import keys_of
from drf_signet.accounts.models import PendingSignUp, Reservation
from drf_signet.accounts.pending_fields import keep, stored_key
from drf_signet.accounts.user_creation import check_manager_takes
from drf_signet.accounts.user_fields import candidate, unique_fields
from drf_signet.accounts.usernames import are_names_kept
from drf_signet.conf import get_settings
from drf_signet.databases import database_for
from drf_signet.errors import NameTakenError
from drf_signet.known_places import LONGEST_NAME, canonical
from drf_signet.sessions.purging import delete_some
from drf_signet.sessions.retries import until_settled

LOOKED_AT: Final = 3
"""How many sign-ups with one address, the newest first, count in the hashing time, and get their mail again."""

AT_SIGN_UP: Final = 20
"""Rows at the most that one sign-up deletes: more than it adds, so the table doesn't grow for ever."""


def database() -> str:
    """Where sign-ups are written, and so read: a replica may not have them yet."""
    return database_for(PendingSignUp)


def alive(now: datetime) -> QuerySet[PendingSignUp]:
    """Those whose link was not followed, and has not expired, newest first."""
    waiting = PendingSignUp.objects.using(database()).filter(opened_at__isnull=True, expires_at__gt=now)
    return waiting.order_by("-created_at")


def alive_at(address: str, now: datetime) -> list[PendingSignUp]:
    """The newest of those with *address*. One query."""
    return list(alive(now).filter(address=canonical(address))[:LOOKED_AT])


def hold_sign_up(
    fields: Mapping[str, object], hashed: str, now: datetime, announce: Callable[[PendingSignUp], None]
) -> PendingSignUp:
    """
    Keep a sign-up with *fields*, and the password of which *hashed* is the hash, until its link is followed.

    It is kept in one transaction with what *announce* writes, so that nobody's name is kept without a mail about it.
    Raises `NameTakenError` where a field that has to be unique is somebody's, or another sign-up waits with it; and
    `ImproperlyConfigured` for a value that can't be kept, or that the user manager doesn't take. Of several at once
    with one name, one succeeds.
    """
    check_manager_takes(fields)
    _check_constraints(fields)
    sign_up = PendingSignUp(
        address=canonical(str(fields[email_field()])),
        name_key=_name_key(fields),
        fields=keep(fields),
        password=hashed,
        created_at=now,
        expires_at=now + get_settings().ACTIVATION_LIFETIME,
    )
    unique = [name for name in unique_fields() if fields.get(name) is not None]
    keys = {key: name for name in unique for key in _keys_of(name, fields[name])}
    try:
        until_settled(lambda: _write(sign_up, sorted(keys), now, announce))
    except IntegrityError:
        raise NameTakenError(_first_taken(keys, now)) from None
    if _expired(now).exists():
        delete_some(_expired(now), AT_SIGN_UP)
    return sign_up


def is_reserved(name: str, value: object, now: datetime) -> bool:
    """Whether a sign-up waits with *value* for the unique field *name*. One query."""
    return _first_taken({_own_key(name, value): name}, now) is not None


def is_name_reserved(name: str, now: datetime) -> bool:
    """Whether a sign-up waits with the username *name*, or with one that looks like it. One query."""
    return _first_taken(dict.fromkeys(keys_of(name), name), now) is not None


def is_password_of_any(name: str, password: str, now: datetime) -> bool:
    """
    Whether a sign-up that is alive has *password*, and is called *name* or has it for an address.

    One query. Without such a sign-up one password is hashed all the same, so that time doesn't tell of it.
    """
    found = _called(name, now)
    if not found:
        make_password(password)
    # Each of them: how many are hashed should not depend on which is right.
    right = [check_password(password, one.password) for one in found]
    return any(right)


def purge(now: datetime, batch: int) -> Iterator[int]:
    """Delete all sign-ups that have expired, *batch* rows in each transaction, and say how many each time."""
    while deleted := delete_some(_expired(now), batch):
        yield len(deleted)


def _keys_of(name: str, value: object) -> set[str]:
    alike = keys_of(str(value)) if _is_kept_name(name) else ()
    return {_own_key(name, value), *alike}


def _own_key(name: str, value: object) -> str:
    if not _is_kept_name(name):
        return stored_key(name, value)
    # Names that only look like this one have the keys beside it, and are refused in other words.
    return sha256(f"{name}={value}".encode(errors="surrogatepass")).hexdigest()


def _is_kept_name(name: str) -> bool:
    return name == get_user_model().USERNAME_FIELD and are_names_kept()


def _name_key(fields: Mapping[str, object]) -> str:
    name = get_user_model().USERNAME_FIELD
    # Some managers make names up.
    return stored_key(name, fields[name]) if name in fields else ""


def _called(name: str, now: datetime) -> list[PendingSignUp]:
    # Nobody has a longer one, and a lookup would be slow.
    if len(name) > LONGEST_NAME:
        return []
    key = stored_key(get_user_model().USERNAME_FIELD, name)
    return list(alive(now).filter(Q(name_key=key) | Q(address=canonical(name)))[:LOOKED_AT])


def _check_constraints(fields: Mapping[str, object]) -> None:
    # Those of single fields are asked by their fields; those that involve the address would tell whose it is.
    user = candidate(fields)
    left_out = {field.name for field in user._meta.fields if field.name not in fields}
    try:
        user.validate_constraints(exclude={email_field(), *left_out})
    except ValidationError:
        raise NameTakenError from None


def _write(sign_up: PendingSignUp, keys: list[str], now: datetime, announce: Callable[[PendingSignUp], None]) -> None:
    with transaction.atomic(using=database()):
        sign_up.save(using=database(), force_insert=True)
        reservations = Reservation.objects.using(database())
        # What an expired sign-up had is free again.
        reservations.filter(key__in=keys, expires_at__lte=now).delete()
        reservations.bulk_create(Reservation(key=key, sign_up=sign_up, expires_at=sign_up.expires_at) for key in keys)
        announce(sign_up)


def _first_taken(keys: Mapping[str, str], now: datetime) -> str | None:
    found = Reservation.objects.using(database()).filter(key__in=list(keys), expires_at__gt=now)
    return next((keys[one] for one in found.values_list("key", flat=True)), None)


def _expired(now: datetime) -> QuerySet[PendingSignUp]:
    return PendingSignUp.objects.using(database()).filter(expires_at__lte=now).order_by("expires_at")
