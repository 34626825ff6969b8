"""
Whom a mail is about: the key and the address of a user, as they were when the mail was asked for.

By them, the user is found again when it is sent, and compared: a key is that of somebody else in another database, and
an address may have changed hands.
"""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models.functions import Lower

from drf_signet.accounts.email_addresses import email_field, email_of
from drf_signet.accounts.models import ADDRESS_LENGTH, EmailAddress
from drf_signet.databases import database_for
from drf_signet.known_places import canonical
from drf_signet.user_identifier import key_of
from drf_signet.user_table import written_users


class SomebodyElseError(Exception):
    """The user for whom a mail was asked is not there, or has another address."""


class Person(NamedTuple):
    """A user, as told from all others."""

    key: str
    address: str
    """As the account has it."""

    def has(self, address: str) -> bool:
        """Whether *address* is theirs, in whatever spelling."""
        return canonical(self.address) == canonical(address)


def person(user: AbstractBaseUser) -> Person:
    """*user*. No query."""
    return Person(str(key_of(user)), str(getattr(user, email_field()) or ""))


def people_at(address: str) -> list[Person]:
    """
    Those who have *address*, oldest first. Two queries, whoever has it, and no more than keys and addresses are read.

    So a request takes as long for an address that is nobody's.
    """
    wanted = canonical(address)
    users = written_users()
    claims = EmailAddress.objects.using(database_for(EmailAddress)).filter(address=wanted[:ADDRESS_LENGTH])
    claimed = claims.values_list("user_id", f"user__{email_field()}")
    found = users.alias(lower_address=Lower(email_field())).filter(lower_address=wanted[:ADDRESS_LENGTH])
    having = found.order_by("pk").values_list("pk", email_field())
    # Not a set: their order decides who is told first.
    both = {Person(str(key), str(one or "")): None for key, one in (*having, *claimed)}
    return [one for one in both if one.has(address)]


def user_who_is(one: Person) -> AbstractBaseUser:
    """The user who is *one* still. One query. Raises `SomebodyElseError`."""
    user = user_with(one.key)
    if not one.has(email_of(user)):
        raise SomebodyElseError("the user who asked for it has another address by now")
    return user


def user_with(key: str) -> AbstractBaseUser:
    """The user with the primary key *key*. One query. Raises `SomebodyElseError`."""
    try:
        return written_users().get(pk=key)
    except (ObjectDoesNotExist, ValueError, ValidationError):
        raise SomebodyElseError("the user who asked for it no longer exists") from None
