"""Activation: the link of a sign-up is followed, so there is a user, and the address is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import Signal

from drf_signet.accounts import jobs
from drf_signet.accounts.email_addresses import email_of, holders_of, verify_address
from drf_signet.accounts.links import Purpose, read_any_token, read_sign_up_token
from drf_signet.accounts.models import PendingSignUp, Reservation
from drf_signet.accounts.outbox import post
from drf_signet.accounts.passwordless_sign_ups import name_at_opening
from drf_signet.accounts.pending_fields import bring_back
from drf_signet.accounts.pending_sign_ups import alive, database
from drf_signet.accounts.recipients import people_at
from drf_signet.accounts.signals import email_verified, signed_up
from drf_signet.accounts.unproven_accounts import is_waiting
from drf_signet.accounts.user_creation import create_account
from drf_signet.errors import AddressTakenError, LinkError, LinkExpiredError
from drf_signet.sessions.retries import until_settled
from drf_signet.throttles import count_mail
from drf_signet.user_identifier import key_of
from drf_signet.user_rule import satisfies_rule

MADE_INACTIVE: Final = {"made_inactive": True}
"""The fields kept of a sign-up whose user was inactive from the start, so that its link gives the same answer twice."""

sign_up_opened: Final = Signal()
"""
The link of a sign-up that waited was followed, at ``now``: for other tiers, which keep more of it under its key,
``sign_up_id``.

It is sent in the transaction that makes the user. An error undoes the whole of it.
"""


def activate(token: str, now: datetime) -> None:
    """
    Open the account of the sign-up for which *token* was made. The same where that was done before.

    A token for a user, who was there before the address was verified, verifies it. Raises `LinkError`; a user who is
    disabled stays so.
    """
    sign_up_id = read_sign_up_token(token)
    if sign_up_id is None:
        _verify(token, now)
    else:
        open_account(sign_up_id, now)


def request_activation(email: str, client: str | None = None, pages: str | None = None) -> None:
    """
    Send the link again to *email*, if somebody there needs it, to one of *pages* (see `pages_for`).

    It is asked for from the IP address *client*. The same is looked up before this returns, whoever's it is. Raises
    `ThrottledError`.
    """
    count_mail("activation", client)
    post(jobs.resend_activation, people_at(email), email=email, pages=pages)


def open_account(sign_up_id: UUID, now: datetime) -> None:
    """
    Make the user of the sign-up *sign_up_id*, whose address is verified from then on.

    Raises `LinkError` where the address, or what has to be unique, is somebody's by now; `LinkExpiredError`.
    """
    try:
        is_done = until_settled(lambda: _open(sign_up_id, now))
    except (AddressTakenError, IntegrityError, ObjectDoesNotExist, ValidationError):
        # The last one is raised by managers that validate what they save.
        raise LinkError from None
    if not is_done:
        _check_open(sign_up_id)


def _open(sign_up_id: UUID, now: datetime) -> bool:
    with transaction.atomic(using=database()):
        # It writes first: of two that follow the link at once, the second waits here, and finds it done.
        if not alive(now).filter(pk=sign_up_id).update(opened_at=now):
            return False
        sign_up = PendingSignUp.objects.using(database()).get(pk=sign_up_id)
        holders = holders_of(sign_up.address)
        user = create_account(bring_back(sign_up.fields), sign_up.password, holders, now, name_at_opening(sign_up, now))
        sign_up_opened.send(sender=type(user), user=user, sign_up_id=sign_up_id, now=now)
        # From now on, the user has all this.
        kept = {} if satisfies_rule(user) else MADE_INACTIVE
        PendingSignUp.objects.using(database()).filter(pk=sign_up_id).update(
            user_id=key_of(user), fields=kept, password=""
        )
        Reservation.objects.using(database()).filter(sign_up=sign_up_id).delete()
        transaction.on_commit(lambda: _announce(user), using=database())
        return True


def _announce(user: AbstractBaseUser) -> None:
    for signal in (signed_up, email_verified):
        signal.send_robust(sender=type(user), user=user)


def _check_open(sign_up_id: UUID) -> None:
    sign_up = PendingSignUp.objects.using(database()).select_related("user").filter(pk=sign_up_id).first()
    if sign_up is None:
        raise LinkError
    if sign_up.opened_at is None:
        raise LinkExpiredError
    user = sign_up.user
    if user is None or email_of(user) != sign_up.address:
        raise LinkError
    # Of whoever was banned later, a link says nothing.
    if not satisfies_rule(user) and sign_up.fields != MADE_INACTIVE:
        raise LinkError


def _verify(token: str, now: datetime) -> None:
    user = _user_of(token, now)
    try:
        until_settled(lambda: verify_address(user, now))
    except AddressTakenError:
        raise LinkError from None


def _user_of(token: str, now: datetime) -> AbstractBaseUser:
    user, _ = read_any_token(Purpose.ACTIVATION, token, now)
    if not satisfies_rule(user) and not is_waiting(user):
        raise LinkError
    return user
