"""Change of the e-mail address: confirmed at the new one, told to the old one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, router, transaction
from django.utils.translation import get_language, override

from drf_signet.accounts import jobs
from drf_signet.accounts.compare_and_swap import hold_if_unchanged, replace
from drf_signet.accounts.email_addresses import email_field, is_taken, take_address
from drf_signet.accounts.links import Purpose, read_token
from drf_signet.accounts.mail_language import language_for
from drf_signet.accounts.outbox import post, post_notice
from drf_signet.accounts.password_check import Confirmation, check_confirmation
from drf_signet.accounts.recipients import people_at, person
from drf_signet.errors import AddressTakenError, LinkError
from drf_signet.sessions.retries import until_settled
from drf_signet.throttles import count_mail
from drf_signet.user_identifier import key_of


def request_email_change(
    user: AbstractBaseUser, given: Confirmation, email: str, client: str | None, pages: str | None = None
) -> None:
    """
    Send a link to *email*, for whoever is at the IP address *client*, to one of *pages* (see `pages_for`).

    *user* keeps the old address until somebody follows the link. If *email* is another user's, only that user gets a
    mail. Raises what `check_confirmation` raises.
    """
    check_confirmation(user, given)
    count_mail("email_change", client)
    people = [person(user), *people_at(email)]
    post(jobs.send_email_change, people, user_id=str(key_of(user)), email=email, pages=pages)


def change_email(token: str, now: datetime, pages: str | None = None) -> None:
    """
    Make the address to which *token* was sent that of its user, verified, and tell the old one, of the site of *pages*.

    All older links are void after this. Raises `LinkError`, also where the address is somebody's by now.
    """
    user, content = read_token(Purpose.EMAIL_CHANGE, token, now)
    old, new = getattr(user, email_field()), str(content["new_address"])
    if is_taken(new):
        raise LinkError
    try:
        until_settled(lambda: _set_address(user, old, new, now, pages))
    except (AddressTakenError, IntegrityError):
        raise LinkError from None


def _set_address(user: AbstractBaseUser, old: str, new: str, now: datetime, pages: str | None) -> None:
    setattr(user, email_field(), new)
    with transaction.atomic(using=router.db_for_write(type(user))):
        # The link ends with the password, also while somebody else takes the account over.
        if not (hold_if_unchanged(user, "password") and replace(user, email_field(), old)):
            raise LinkError
        take_address(user, now)
        if old:
            # Nothing but the old address goes along, so whose it was is asked now.
            with override(language_for(user, get_language())):
                post_notice(jobs.tell_of_new_address, [], pages, old=old)
