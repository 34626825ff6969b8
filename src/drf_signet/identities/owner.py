"""
Whose an identity is: of the user who has it, of one with the same address, or of a new one.

An address joins the two only where the provider may speak for it, and says that it is verified. Otherwise anybody who
types a stranger's address there would get into the stranger's account here.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from drf_signet.accounts.compare_and_swap import hold_if_unchanged
from drf_signet.accounts.email_addresses import AddressHolders, email_field, email_of, holders_of, is_verified
from drf_signet.accounts.passwordless import open_passwordless, take_over_unproven
from drf_signet.conf import get_settings
from drf_signet.errors import (
    AccountExistsError,
    AddressMissingError,
    AddressNotVerifiedError,
    AddressTakenError,
    EmailNotVerifiedError,
    NameTakenError,
    SignInForbiddenError,
    SignUpClosedError,
)
from drf_signet.identities.jobs import announce
from drf_signet.identities.known_identities import find, touch, write
from drf_signet.identities.new_user_fields import fields_of, wish_of
from drf_signet.identities.provided_text import checked
from drf_signet.identities.providers.provided_identity import ProvidedIdentity
from drf_signet.identities.waiting_identities import wait_for_link
from drf_signet.sessions.retries import LostRaceError, until_settled
from drf_signet.throttles import count_mail, count_sign_up
from drf_signet.user_rule import satisfies_rule
from drf_signet.user_table import users_database


class Arrival(NamedTuple):
    """From where somebody comes: the IP address, and the pages that links in mails lead to (see `pages_for`)."""

    client: str | None = None
    pages: str | None = None


def owner_of(identity: ProvidedIdentity, now: datetime, arrival: Arrival = Arrival()) -> AbstractBaseUser:  # noqa: B008  # a constant
    """
    The user who *identity* is here, from now on at the latest. Of several requests at once, one makes the account.

    Raises `AddressMissingError`, `AddressNotVerifiedError`, `AccountExistsError` and `SignUpClosedError`; for a new
    account, what `open_passwordless` and `wait_for_link` raise, and `ThrottledError`; `SignInForbiddenError` for an
    account with the address that may not sign in; and `EmailNotVerifiedError` where a link has to be followed first.
    """
    known = checked(identity)
    return until_settled(lambda: _owner_of(known, now, arrival))


def _owner_of(identity: ProvidedIdentity, now: datetime, arrival: Arrival) -> AbstractBaseUser:
    found = find(identity)
    if found is not None:
        touch(identity, now)
        return found.user
    if not identity.email:
        raise AddressMissingError
    if not identity.is_entitled:
        return _unproved(identity, now, arrival)
    holders = holders_of(identity.email)
    return _joined(_one_of(holders), identity, now) if holders.is_taken else _opened(identity, now, arrival)


def _unproved(identity: ProvidedIdentity, now: datetime, arrival: Arrival) -> AbstractBaseUser:
    """Of an address that anybody may have typed: nobody is asked whose it is, where accounts wait for their link."""
    settings = get_settings()
    if not (settings.PROVIDER_SIGN_UP or identity.is_email_verified):
        raise SignUpClosedError
    waits = settings.EMAIL_VERIFICATION == "mandatory"
    if identity.is_email_verified or not waits:
        _refuse_taken(identity)
    if not settings.PROVIDER_SIGN_UP:
        raise SignUpClosedError
    if not waits:
        return _opened(identity, now, arrival)
    count_sign_up(arrival.client)
    count_mail("sign_up", arrival.client)
    wait_for_link(identity, fields_of(identity), wish_of(identity), now, arrival.pages)
    raise EmailNotVerifiedError


def _refuse_taken(identity: ProvidedIdentity) -> None:
    if not holders_of(identity.email).is_taken:
        return
    # Since the first look, another request may have made the account, with this very identity.
    if find(identity) is not None:
        raise LostRaceError
    raise AccountExistsError if identity.is_email_verified else AddressNotVerifiedError


def _opened(identity: ProvidedIdentity, now: datetime, arrival: Arrival) -> AbstractBaseUser:
    if not get_settings().PROVIDER_SIGN_UP:
        raise SignUpClosedError
    count_sign_up(arrival.client)
    if not identity.is_entitled and get_settings().EMAIL_VERIFICATION != "none":
        count_mail("sign_up", arrival.client)
    fields, wish = fields_of(identity), wish_of(identity)
    try:
        with transaction.atomic(using=users_database()):
            # It writes first: SQLite lets nobody write who has read, while another one writes.
            if touch(identity, now):
                raise LostRaceError
            user = open_passwordless(fields, now, is_verified=identity.is_entitled, wish=wish, pages=arrival.pages)
            write(identity, user, now, used_at=now)
    except (AddressTakenError, IntegrityError):
        raise LostRaceError from None
    except NameTakenError:
        # Another request may have opened the same account just now.
        if find(identity) is not None:
            raise LostRaceError from None
        raise
    return user


def _joined(user: AbstractBaseUser, identity: ProvidedIdentity, now: datetime) -> AbstractBaseUser:
    # Before anything is written: a banned user gets no new way in.
    if not satisfies_rule(user):
        raise SignInForbiddenError
    try:
        with transaction.atomic(using=users_database()):
            # It writes first, so that nobody changes the address meanwhile.
            if not hold_if_unchanged(user, email_field()):
                raise LostRaceError
            is_proved = is_verified(user)
            if not is_proved:
                take_over_unproven(user, now)
            joined = write(identity, user, now, used_at=now)
            # Whoever takes an account over is told of more.
            if is_proved:
                announce(joined, user)
    except IntegrityError:
        raise LostRaceError from None
    return user


def _one_of(holders: AddressHolders) -> AbstractBaseUser:
    """The user who has proved the address, or the only one. Raises `AccountExistsError` where it may be any."""
    claim = holders.claim
    if claim is not None and claim.verified_at is not None and email_of(claim.user) == claim.address:
        return claim.user
    if len(holders.users) != 1:
        raise AccountExistsError
    return holders.users[0]
