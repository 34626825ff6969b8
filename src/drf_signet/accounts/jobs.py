"""
What is done after the request: look up who has the address, and send the mail that this calls for.

Arguments are what JSON can hold, so that each job can be handed to another process; *pages* is what `pages_for` said.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from drf_signet.accounts.addresses import email_field, is_taken, is_verified, users_at
from drf_signet.accounts.links import Purpose, make_sign_up_token, make_token
from drf_signet.accounts.mail import Link, send
from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.pending import alive, alive_at
from drf_signet.throttles import count_mail_to
from drf_signet.user_rule import satisfies_rule

logger: Final = logging.getLogger("drf_signet")


def answer_pending_sign_up(sign_up_id: str, language: str | None, pages: str | None = None) -> None:
    """Send the link of the sign-up *sign_up_id*. Where its address is somebody's, tell them instead, as below."""
    now = timezone.now()
    sign_up = alive(now).filter(pk=UUID(sign_up_id)).first()
    if sign_up is None:
        return
    if is_taken(sign_up.address):
        answer_sign_up(sign_up.address, "", language, pages)
    else:
        _send_link(sign_up, alive_at(sign_up.address, now), language, now, pages)


def answer_sign_up(email: str, user_id: str, language: str | None, pages: str | None = None) -> None:
    """
    Send the link that opens the account of the new user *user_id*.

    Without one, *email* was somebody's already: tell them that there is an account, and how to get into it. Its link
    resets the password, so who has the mailbox gets the account, whoever made it before them.
    """
    if user_id:
        _send_activation(get_user_model()._default_manager.get(pk=user_id), language, pages)
        return
    for user in users_at(email):
        _tell_that_account_exists(user, language, pages)


def resend_activation(email: str, language: str | None, pages: str | None = None) -> None:
    """Send the link again to those at *email* who need it: users whose address is not verified, or sign-ups."""
    for user in users_at(email):
        if satisfies_rule(user) and not is_verified(user):
            _send_activation(user, language, pages)
    now = timezone.now()
    waiting = [] if is_taken(email) else alive_at(email, now)
    for sign_up in waiting:
        _send_link(sign_up, waiting, language, now, pages)


def send_password_reset(email: str, language: str | None, pages: str | None = None) -> None:
    """Send the users at *email* a link to set a new password, but for those who are disabled or never had one."""
    for user in users_at(email):
        if satisfies_rule(user) and user.has_usable_password():
            token = make_token(Purpose.PASSWORD_RESET, user, timezone.now())
            link = Link(Purpose.PASSWORD_RESET, token, pages=pages)
            _send_some("password_reset", _mailbox(user), user.pk, language, _name(user), link)


def send_email_change(user_id: str, email: str, language: str | None, pages: str | None = None) -> None:
    """Send a link to *email*, the new address of the user *user_id*; where it is somebody's, tell them instead."""
    user = get_user_model()._default_manager.get(pk=user_id)
    if is_taken(email):
        for owner in users_at(email):
            if owner.pk != user.pk:
                _tell_that_account_exists(owner, language, pages)
        return
    token = make_token(Purpose.EMAIL_CHANGE, user, timezone.now(), new_address=email)
    _send_some("email_change", email, user.pk, language, link=Link(Purpose.EMAIL_CHANGE, token, pages=pages))


def tell_of_new_password(user_id: str, language: str | None) -> None:
    """Tell the user *user_id* that the password has changed."""
    send("password_changed", _mailbox(get_user_model()._default_manager.get(pk=user_id)), language)


def tell_of_found_account(user_id: str, language: str | None) -> None:
    """As `tell_of_new_password`, the user *user_id* being the first who proves the address: what was there before."""
    user = get_user_model()._default_manager.get(pk=user_id)
    send("password_changed", _mailbox(user), language, {**_name(user), "is_found": True})


def tell_of_new_address(old: str, language: str | None) -> None:
    """Tell the *old* address of a user that it is the address of the account no longer."""
    send("email_changed", old, language)


def _send_activation(user: AbstractBaseUser, language: str | None, pages: str | None) -> None:
    link = Link(Purpose.ACTIVATION, make_token(Purpose.ACTIVATION, user, timezone.now()), pages=pages)
    _send_some("activation", _mailbox(user), user.pk, language, link=link)


def _send_link(
    sign_up: PendingSignUp, waiting: Sequence[PendingSignUp], language: str | None, now: datetime, pages: str | None
) -> None:
    # Nothing in it is what a stranger wrote. When they did it tells whoever signed up, too, which link is theirs.
    context = {"signed_up_at": sign_up.created_at} if len(waiting) > 1 else {}
    link = Link(Purpose.ACTIVATION, make_sign_up_token(sign_up.pk), sign_up.expires_at - now, pages)
    _send_some("activation", str(sign_up.fields[email_field()]), sign_up.pk, language, context, link)


def _tell_that_account_exists(user: AbstractBaseUser, language: str | None, pages: str | None) -> None:
    may_reset = satisfies_rule(user) and user.has_usable_password()
    token = make_token(Purpose.PASSWORD_RESET, user, timezone.now()) if may_reset else ""
    link = Link(Purpose.PASSWORD_RESET, token, pages=pages) if may_reset else None
    _send_some("account_exists", _mailbox(user), user.pk, language, _name(user), link)


def _send_some(
    kind: str,
    to: str,
    about: object,
    language: str | None,
    context: Mapping[str, object] | None = None,
    link: Link | None = None,
) -> None:
    """
    Send a mail that anybody can ask for, unless enough of its *kind*, *about* the same user, went *to* there lately.

    Those have the same link in them, which is good for longer than the while.
    """
    counted = count_mail_to(to, kind, about)
    if counted is None:
        logger.info("A mail %r is not sent: enough of them were", kind)
        return
    try:
        send(kind, to, language, context, link)
    except Exception:
        # The next attempt is no further mail.
        counted.take_back()
        raise


def _name(user: AbstractBaseUser) -> Mapping[str, str]:
    # Until an address is verified, the name may be what a stranger wants its owner to read.
    return {"name": user.get_username()} if is_verified(user) else {}


def _mailbox(user: AbstractBaseUser) -> str:
    # As the account has it, not as somebody typed it.
    return str(getattr(user, email_field()))
