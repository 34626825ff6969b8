"""Signing up: to be a user once the link is followed, or at once, where users need not wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import password_changed
from django.db import IntegrityError, router, transaction

from drf_signet.accounts import jobs
from drf_signet.accounts.email_addresses import AddressHolders, claims, email_field, email_of, holders_of, is_taken
from drf_signet.accounts.outbox import post
from drf_signet.accounts.password_check import check_new_password
from drf_signet.accounts.pending_sign_ups import hold_sign_up
from drf_signet.accounts.recipients import people_at
from drf_signet.accounts.signals import signed_up
from drf_signet.accounts.taken_fields import is_look_alike, taken_field
from drf_signet.accounts.user_creation import create_account
from drf_signet.accounts.user_fields import candidate, hash_of
from drf_signet.accounts.usernames import are_names_kept
from drf_signet.errors import AddressTakenError, NameTakenError
from drf_signet.sessions.retries import until_settled
from drf_signet.throttles import count_mail, count_sign_up
from drf_signet.user_identifier import key_of


def wait_for_link(
    fields: Mapping[str, object], password: str, now: datetime, client: str | None = None, pages: str | None = None
) -> None:
    """
    Keep *fields* and *password*, and send the link that makes a user of them, to one of *pages* (see `pages_for`).

    Where the address is somebody's, they are told by mail, and there is no link; neither the answer nor its time
    differs. Raises `NameTakenError` where another field is somebody's, or that of another sign-up, and as `sign_up`.
    """
    _check(fields, password, client)
    count_mail("sign_up", client)
    owners = people_at(str(fields[email_field()]))
    hold_sign_up(
        fields,
        hash_of(password, fields),
        now,
        lambda sign_up: post(jobs.answer_pending_sign_up, owners, sign_up_id=str(sign_up.pk), pages=pages),
    )


def sign_up_by_mail(
    fields: Mapping[str, object], password: str, client: str | None = None, pages: str | None = None
) -> None:
    """
    Make a user with *fields* and *password*, and send the link that verifies the address, to one of *pages*.

    If somebody has the address, its owner gets a mail, and no user is created. Neither the answer nor its time differs.
    Raises `NameTakenError` where another field is somebody's, and as `sign_up`.
    """
    _check(fields, password, client)
    count_mail("sign_up", client)
    email = str(fields[email_field()])
    try:
        user_id = str(_sign_up(fields, password).pk)
    except AddressTakenError:
        user_id = ""
    post(jobs.answer_sign_up, people_at(email), email=email, user_id=user_id, pages=pages)


def sign_up(fields: Mapping[str, object], password: str, client: str | None = None) -> AbstractBaseUser:
    """
    A new user with *fields*, by the user manager, and *password*, for whoever is at the IP address *client*.

    Raises `PasswordRefusedError` for a password that AUTH_PASSWORD_VALIDATORS refuse, and `ThrottledError`; then
    `AddressTakenError`, after as much hashing, `NameTakenError`, and what `make_user` raises. Of several at once, one
    succeeds.
    """
    _check(fields, password, client)
    return _sign_up(fields, password)


def _check(fields: Mapping[str, object], password: str, client: str | None) -> None:
    check_new_password(password, candidate(fields))
    count_sign_up(client)


def _sign_up(fields: Mapping[str, object], password: str) -> AbstractBaseUser:
    # Hashed before the transaction, which others would have to wait for, and before it is known who has the address.
    hashed = hash_of(password, fields)
    user = until_settled(lambda: _created(fields, hashed))
    if user is None:
        raise AddressTakenError
    password_changed(password, cast(Any, user))  # whichever model AUTH_USER_MODEL names
    signed_up.send_robust(sender=type(user), user=user)
    return user


def _created(fields: Mapping[str, object], hashed: str) -> AbstractBaseUser | None:
    try:
        with transaction.atomic(using=router.db_for_write(get_user_model())):
            holders = holders_of(str(fields[email_field()]))
            if holders.is_taken:
                _write_as_much(holders, fields)
                return None
            return create_account(fields, hashed, holders, verified_at=None)
    except IntegrityError:
        # Another request was faster: with the address, or with another field.
        if is_taken(str(fields[email_field()])):
            return None
        raise NameTakenError(taken_field(fields)) from None


def _write_as_much(holders: AddressHolders, fields: Mapping[str, object]) -> None:
    """Write and read as often as for a new user, in a transaction that is kept: the disk takes longer than the rest."""
    claim = holders.claim
    if claim is None:
        # A user from before there were accounts. The claim is true.
        user = holders.users[0]
        claim = claims().create(pk=key_of(user), address=email_of(user))
    writes = 2 if claim is not holders.claim else 3
    if are_names_kept():
        is_look_alike(fields)
        writes += 1
    for _ in range(writes):
        claims().filter(pk=claim.pk).update(address=claim.address)
