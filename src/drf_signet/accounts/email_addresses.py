"""Find the users with an e-mail address, and whether they verified it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from drf_signet.accounts.models import ADDRESS_LENGTH, EmailAddress
from drf_signet.accounts.signals import email_verified
from drf_signet.databases import database_for
from drf_signet.errors import AddressTakenError
from drf_signet.known_places import canonical
from drf_signet.user_identifier import key_of
from drf_signet.user_table import written_users

__all__ = ["email_of", "is_verified", "verify_address"]


def email_field() -> str:
    """The name of the user model's field with the e-mail address."""
    return get_user_model().get_email_field_name()


def own_names_of(user: AbstractBaseUser) -> list[str]:
    """What *user* signs in by, and nobody else does."""
    name, address = str(user.get_username()), email_of(user)
    # A username may be the address of somebody else, for whom this user doesn't speak.
    return [address] if "@" in name else [name, address]


def email_of(user: AbstractBaseUser) -> str:
    """The address of *user*, in the spelling in which addresses are compared."""
    return canonical(getattr(user, email_field()) or "")


def users_at(address: str) -> list[AbstractBaseUser]:
    """
    The users with *address*, where users are written, oldest first.

    One query; an index on ``Lower`` of the field makes it fast.
    """
    if len(address) > ADDRESS_LENGTH:
        return []
    # Not ``iexact``: the database then compares letters in upper case, for which few have an index.
    users = written_users().alias(lower_address=Lower(email_field()))
    found = users.filter(lower_address=canonical(address)).order_by("pk")
    return [user for user in found if email_of(user) == canonical(address)]


class AddressHolders(NamedTuple):
    """Whose an address is: the claim to it, and the users who have it."""

    claim: EmailAddress | None
    users: list[AbstractBaseUser]

    @property
    def is_taken(self) -> bool:
        """Whether a user has the address, verified or not."""
        return bool(self.users) or (self.claim is not None and not _is_void(self.claim))


def claims() -> QuerySet[EmailAddress]:
    """All claims, where they are written: of one made a moment ago, a replica knows nothing yet."""
    return EmailAddress.objects.using(database_for(EmailAddress))


def holders_of(address: str) -> AddressHolders:
    """The users who have *address*, in the database where users are written. Always two queries."""
    # Some databases find others as well, with other accents or case.
    alike = claims().select_related("user").filter(address=canonical(address))
    claim = next((one for one in alike if one.address == canonical(address)), None)
    return AddressHolders(claim, users_at(address))


def is_taken(address: str) -> bool:
    """Whether a user has *address*, verified or not. Two queries, whatever the answer."""
    return holders_of(address).is_taken


def is_verified(user: AbstractBaseUser) -> bool:
    """Whether *user* has followed a link that was sent to their present address. One query."""
    found = claims().filter(pk=key_of(user), address=email_of(user), verified_at__isnull=False)
    return found.exists()


def verify_address(user: AbstractBaseUser, now: datetime) -> bool:
    """
    Write down that the present address of *user* is verified. Returns whether it was not before.

    A claim of another user that is not verified gives way. Raises `AddressTakenError` for one that is.
    """
    if is_verified(user):
        return False
    _remove_claims(email_of(user), user, is_weaker=lambda claim: claim.verified_at is None or _is_void(claim))
    _verify(user, now)
    return True


def take_address(user: AbstractBaseUser, now: datetime) -> None:
    """
    Write down that *user* has their present address, which is new to them, and that it is verified.

    Raises `AddressTakenError` where another user has it, verified or not.
    """
    _remove_claims(email_of(user), user, is_weaker=_is_void)
    _verify(user, now)


def _verify(user: AbstractBaseUser, now: datetime) -> None:
    try:
        with transaction.atomic(using=database_for(EmailAddress)):
            _save_verified(user, now)
    except IntegrityError:
        # Or the same link was followed twice at once.
        if is_verified(user):
            return
        raise AddressTakenError from None
    transaction.on_commit(
        lambda: email_verified.send_robust(sender=type(user), user=user), using=database_for(EmailAddress)
    )


def _save_verified(user: AbstractBaseUser, now: datetime) -> None:
    address = email_of(user)
    # It writes first: SQLite lets nobody write who has read, while another one writes.
    stale = claims().filter(pk=key_of(user)).exclude(address=address, verified_at__isnull=False)
    if not stale.update(address=address, verified_at=now):
        claims().create(pk=key_of(user), address=address, verified_at=now)


def _remove_claims(address: str, user: AbstractBaseUser, is_weaker: Callable[[EmailAddress], bool]) -> None:
    for claim in claims().select_related("user").filter(address=address).exclude(pk=key_of(user)):
        if claim.address == address and is_weaker(claim):
            claim.delete()


def _is_void(claim: EmailAddress) -> bool:
    # Its user has another address now: an administrator changed it, or another program did.
    return email_of(claim.user) != claim.address
