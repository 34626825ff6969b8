"""Linking an identity to a user who is signed in, and removing one. Never the last way in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from drf_signet.accounts.compare_and_swap import hold_if_unchanged
from drf_signet.accounts.ways_in import has_other_way_in
from drf_signet.errors import IdentityTakenError, LastWayInError, UserNotFoundError
from drf_signet.identities.jobs import announce
from drf_signet.identities.known_identities import NAME, find, has_identity, identities_of, write
from drf_signet.identities.models import Identity
from drf_signet.identities.provided_text import checked
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.sessions.retries import LostRaceError, until_settled
from drf_signet.user_identifier import key_of
from drf_signet.user_table import users_database


def link(user: AbstractBaseUser, identity: ProvidedIdentity, now: datetime) -> Identity:
    """
    Let *identity* be *user* from now on. The same where it is already.

    Raises `IdentityTakenError` where it is somebody else, and `UserNotFoundError` where the user is gone, or has
    another password by now.
    """
    known = checked(identity)
    return until_settled(lambda: _linked(user, known, now))


def unlink(user: AbstractBaseUser, identity_id: UUID) -> bool:
    """
    Remove the identity *identity_id* of *user*. Returns whether there was one.

    Raises `LastWayInError` where nothing else lets the user in, and `UserNotFoundError` as `link`. Two requests at
    once leave one way.
    """
    return until_settled(lambda: _unlinked(user, identity_id))


def _linked(user: AbstractBaseUser, identity: ProvidedIdentity, now: datetime) -> Identity:
    try:
        with transaction.atomic(using=users_database()):
            _hold(user)
            own = _own(find(identity), user)
            if own is not None:
                return own
            linked = write(identity, user, now, used_at=None)
            announce(linked, user)
            return linked
    except IntegrityError:
        # Another request was faster.
        raise LostRaceError from None


def _own(found: Identity | None, user: AbstractBaseUser) -> Identity | None:
    if found is not None and found.user_id != key_of(user):
        raise IdentityTakenError
    return found


def _unlinked(user: AbstractBaseUser, identity_id: UUID) -> bool:
    with transaction.atomic(using=users_database()):
        _hold(user)
        if not identities_of(user).filter(pk=identity_id).delete()[0]:
            return False
        if not has_identity(user) and not has_other_way_in(user, NAME):
            raise LastWayInError
        return True


def _hold(user: AbstractBaseUser) -> None:
    # Whoever takes the account over from a stranger replaces the password, and what the stranger links must not stay.
    if not hold_if_unchanged(user, "password"):
        raise UserNotFoundError
