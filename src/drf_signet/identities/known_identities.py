"""The rows of identities, where they are written: who somebody at another site is here."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from drf_signet.databases import database_for
from drf_signet.identities.identity_key import key_of_identity
from drf_signet.identities.models import Identity
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.providers.providers_in_force import provider_names
from drf_signet.user_identifier import key_of

NAME = "identities"
"""The way in, among `drf_signet.accounts.ways_in`."""


def identities() -> QuerySet[Identity]:
    """All of them: of one that was linked a moment ago, a replica knows nothing yet."""
    return Identity.objects.using(database_for(Identity))


def find(identity: ProvidedIdentity) -> Identity | None:
    """The row of *identity*, with its user, or None. One query, on the index of keys."""
    key = key_of_identity(identity.issuer, identity.subject)
    return identities().select_related("user").filter(key=key).first()


def touch(identity: ProvidedIdentity, now: datetime) -> bool:
    """Write down that *identity* signs in at *now*. Returns whether it is somebody's. One statement."""
    key = key_of_identity(identity.issuer, identity.subject)
    return bool(identities().filter(key=key).update(last_used_at=now))


def identities_of(user: AbstractBaseUser) -> QuerySet[Identity]:
    """Those of *user*, oldest first."""
    return identities().filter(user_id=key_of(user)).order_by("created_at", "pk")


def has_identity(user: AbstractBaseUser) -> bool:
    """Whether *user* can sign in by one of the providers that there are now."""
    return identities_of(user).filter(provider__in=list(provider_names())).exists()


def write(identity: ProvidedIdentity, user: AbstractBaseUser, now: datetime, used_at: datetime | None) -> Identity:
    """
    A new row: *identity* is *user*, who signs in with it at *used_at*, or only links it. To be called in a transaction.

    Raises Django's `IntegrityError` where somebody has it.
    """
    return identities().create(
        issuer=identity.issuer,
        subject=identity.subject,
        user_id=key_of(user),
        provider=identity.provider,
        email=identity.email,
        created_at=now,
        last_used_at=used_at,
    )


def forget_identities_of(user: AbstractBaseUser) -> None:
    """Delete all that *user* has: somebody else linked them."""
    identities_of(user).delete()


def forget_identities_since(user: AbstractBaseUser, since: datetime) -> None:
    """Delete those that *user* has since then: somebody else may have linked them."""
    identities_of(user).filter(created_at__gte=since).delete()
