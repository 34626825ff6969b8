"""Password reset: a link in a mail, and a new password for whoever follows it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import router, transaction

from drf_signet.accounts import jobs
from drf_signet.accounts.compare_and_swap import hold_if_unchanged, replace
from drf_signet.accounts.email_addresses import email_field, own_names_of, verify_address
from drf_signet.accounts.external_passwords import may_have_new_password
from drf_signet.accounts.links import Purpose, read_token
from drf_signet.accounts.outbox import post, post_notice
from drf_signet.accounts.password_check import check_new_password
from drf_signet.accounts.project_rules import heeding_rules
from drf_signet.accounts.recipients import people_at, person
from drf_signet.accounts.signals import account_taken_over
from drf_signet.accounts.unproven_accounts import forget_names, is_unproven
from drf_signet.errors import AddressTakenError, LinkError
from drf_signet.sessions.retries import until_settled
from drf_signet.throttles import count_mail, welcome_owner
from drf_signet.user_identifier import key_of


def request_password_reset(email: str, client: str | None = None, pages: str | None = None) -> None:
    """
    Send a link to *email*, if somebody there may have one, to one of *pages* (see `pages_for`).

    It is asked for from the IP address *client*. The same is looked up before this returns, whoever's it is. Raises
    `ThrottledError`.
    """
    count_mail("password_reset", client)
    post(jobs.send_password_reset, people_at(email), email=email, pages=pages)


def check_password_reset(token: str, now: datetime) -> None:
    """Raise `LinkError` unless *token* could be used to reset a password."""
    _user_of(token, now)


def reset_password(
    token: str, new_password: str, now: datetime, client: str | None = None, pages: str | None = None
) -> None:
    """
    Set the password of the user for whom *token* was made, and verify the address it was sent to.

    Every session of theirs ends, they are told by mail, and whatever locked them is lifted: attempts to sign in from
    the IP address *client* are the owner's from then on. The mail is of the site of *pages*
    (see `pages_for`). Of an account that somebody made with their address before anybody had proved it, they get no
    names, and are told of it.

    Raises `LinkError`, and `PasswordRefusedError` for a password that AUTH_PASSWORD_VALIDATORS refuse.
    """
    user = _user_of(token, now)
    check_new_password(new_password, user)
    old = user.password
    until_settled(lambda: _set_password(user, old, new_password, now, pages))
    welcome_owner(own_names_of(user), key_of(user), client, now)


def _user_of(token: str, now: datetime) -> AbstractBaseUser:
    user, _ = read_token(Purpose.PASSWORD_RESET, token, now)
    if not may_have_new_password(user):
        raise LinkError
    return user


def _set_password(user: AbstractBaseUser, old: str, new_password: str, now: datetime, pages: str | None) -> None:
    user.set_password(new_password)
    with transaction.atomic(using=router.db_for_write(type(user))):
        is_found = is_unproven(user)
        # The link proves the address that it was sent to, which may be another one's by now.
        if not (hold_if_unchanged(user, email_field()) and replace(user, "password", old)):
            raise LinkError
        if is_found:
            with heeding_rules():
                user.save(update_fields=forget_names(user))
        # Where two users have one address, the other one may have verified it.
        is_first_proof = True
        with suppress(AddressTakenError):
            is_first_proof = verify_address(user, now)
        if is_first_proof:
            account_taken_over.send(sender=type(user), user=user)
        job = jobs.tell_of_found_account if is_found else jobs.tell_of_new_password
        post_notice(job, [person(user)], pages, user_id=str(key_of(user)))
