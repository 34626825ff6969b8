"""
Accounts that need no password: another site says who somebody is, or a mail does.

And those that somebody else made with an address before its owner came, which the owner takes over. Otherwise whoever
made one would wait in it, with a password or an account elsewhere, until the owner has filled it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, router, transaction

from drf_signet.accounts import jobs
from drf_signet.accounts.compare_and_swap import hold_if_unchanged
from drf_signet.accounts.email_addresses import claims, email_field, holders_of, is_taken, is_verified, verify_address
from drf_signet.accounts.free_names import NAMES_TRIED, free_name, is_name_given, may_be_made
from drf_signet.accounts.outbox import post, post_notice
from drf_signet.accounts.project_rules import heeding_rules
from drf_signet.accounts.recipients import person
from drf_signet.accounts.signals import account_taken_over, email_verified, signed_up
from drf_signet.accounts.taken_fields import taken_field
from drf_signet.accounts.unproven_accounts import forget_names
from drf_signet.accounts.user_creation import create_account
from drf_signet.accounts.user_fields import unusable_hash
from drf_signet.conf import get_settings
from drf_signet.errors import AddressTakenError, NameTakenError, UserNotFoundError
from drf_signet.sessions.ending import end_all_of_key
from drf_signet.sessions.models import Reason
from drf_signet.sessions.retries import until_settled
from drf_signet.user_identifier import key_of

__all__ = ["open_passwordless", "take_over_unproven"]


def open_passwordless(
    fields: Mapping[str, object], now: datetime, *, is_verified: bool, wish: str = "", pages: str | None = None
) -> AbstractBaseUser:
    """
    A new user with *fields*, the address among them, by the user manager, and no password.

    A username that is missing is made, after *wish* or the address, where the manager makes none up. An address that
    is not verified gets the link of a sign-up, to one of *pages* (see `pages_for`), unless EMAIL_VERIFICATION is
    "none". Whether the user may sign in, the caller asks.

    Raises `AddressTakenError`; `NameTakenError` where another field that has to be unique is somebody's; and what
    `make_user` raises. Of several at once, one succeeds.
    """
    hashed, verified_at = unusable_hash(fields), now if is_verified else None
    user = _with_a_name(fields, hashed, verified_at, wish, now, pages)
    if user is None:
        raise AddressTakenError
    return user


def take_over_unproven(user: AbstractBaseUser, now: datetime) -> None:
    """
    Give the account of *user* to whoever proved its address just now, and write down that it is verified.

    What its maker left is gone: the password, the sessions, names that a sign-up chose, and what receivers of
    ``account_taken_over`` know. A mail tells the owner. Nothing happens where the address was verified before.

    Raises `AddressTakenError` where it is verified for another user, `UserNotFoundError` where *user* is gone or has
    another one by now, and `UserRefusedError`.
    """
    until_settled(lambda: _take_over(user, now))


def _with_a_name(
    fields: Mapping[str, object],
    hashed: str,
    verified_at: datetime | None,
    wish: str,
    now: datetime,
    pages: str | None,
) -> AbstractBaseUser | None:
    name_field, address = get_user_model().USERNAME_FIELD, str(fields[email_field()])
    if fields.get(name_field) or not may_be_made():
        return until_settled(lambda: _created(fields, hashed, verified_at, None, pages))
    is_given = is_name_given()
    for tried in range(NAMES_TRIED):
        name = free_name((wish, address), now, is_numbered=tried > 0)
        # A manager that doesn't ask for a name may make one up. Where that is somebody's, it is told one.
        complete = {**fields, name_field: name} if name and (is_given or tried) else fields
        try:
            return until_settled(lambda: _created(complete, hashed, verified_at, name, pages))  # noqa: B023
        except NameTakenError as error:
            if error.field not in (None, name_field):
                raise
    raise NameTakenError(name_field)


def _created(
    fields: Mapping[str, object], hashed: str, verified_at: datetime | None, name: str | None, pages: str | None
) -> AbstractBaseUser | None:
    address = str(fields[email_field()])
    try:
        with transaction.atomic(using=router.db_for_write(get_user_model())):
            holders = holders_of(address)
            if holders.is_taken:
                return None
            user = create_account(fields, hashed, holders, verified_at, name)
            _announce(user, pages, is_verified=verified_at is not None)
            return user
    except IntegrityError:
        # Another request was faster: with the address, or with another field.
        if is_taken(address):
            return None
        raise NameTakenError(taken_field(fields)) from None


def _announce(user: AbstractBaseUser, pages: str | None, *, is_verified: bool) -> None:
    if not is_verified and get_settings().EMAIL_VERIFICATION != "none":
        email = str(getattr(user, email_field()))
        post(jobs.answer_sign_up, [person(user)], email=email, user_id=str(key_of(user)), pages=pages)

    def announce() -> None:
        for signal in (signed_up, email_verified) if is_verified else (signed_up,):
            signal.send_robust(sender=type(user), user=user)

    transaction.on_commit(announce, using=router.db_for_write(get_user_model()))


def _take_over(user: AbstractBaseUser, now: datetime) -> None:
    database = router.db_for_write(type(user))
    # It writes first, so that others who would take it over, or change it, wait.
    with transaction.atomic(using=database):
        if not hold_if_unchanged(user, email_field()):
            raise UserNotFoundError
        if is_verified(user):
            return
        try:
            user.refresh_from_db(using=database, fields=["password"])
        except ObjectDoesNotExist:
            raise UserNotFoundError from None
        user.set_unusable_password()
        # Without a claim, no sign-up of ours chose the names.
        names = forget_names(user) if claims().filter(pk=key_of(user)).exists() else []
        with heeding_rules():
            user.save(update_fields=["password", *names])
        end_all_of_key(key_of(user), Reason.PASSWORD_CHANGED, now)
        account_taken_over.send(sender=type(user), user=user)
        verify_address(user, now)
        post_notice(jobs.tell_of_take_over, [person(user)], user_id=str(key_of(user)))
