"""
What is done after the request: look at those whom it found, as they are now, and send the mail that this calls for.

Arguments are what JSON can hold, so that each job can be handed to another process; *pages* is what `pages_for` said.
For whom a job is, and where, goes along in its world (see `request_context`). Where there is none, because a server of
a version before asked for it, or because a project has one database and no tenants, they are found when it is done.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.functional import lazy

from drf_signet.accounts.delivery import was_sent
from drf_signet.accounts.email_addresses import email_field, is_verified
from drf_signet.accounts.external_passwords import may_have_new_password
from drf_signet.accounts.known_devices import DeviceKeys, SignIn, admit
from drf_signet.accounts.links import Purpose, make_notice_token, make_sign_up_token, make_token
from drf_signet.accounts.mail import Link, send
from drf_signet.accounts.mail_language import language_for, language_for_key
from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.pending_sign_ups import alive, alive_at
from drf_signet.accounts.recipients import Person, SomebodyElseError, people_at, person, user_who_is, user_with
from drf_signet.accounts.request_context import entered_world, in_its_world
from drf_signet.accounts.unproven_accounts import is_waiting
from drf_signet.sessions.methods import in_words
from drf_signet.sessions.user_agent import device_name
from drf_signet.throttles import count_mail_to
from drf_signet.user_identifier import key_of
from drf_signet.user_rule import satisfies_rule

device_words: Final = lazy(device_name, str)
method_words: Final = lazy(in_words, str)
"""Said in the language of the mail."""

logger: Final = logging.getLogger("drf_signet")


@in_its_world
def answer_pending_sign_up(sign_up_id: str, language: str | None, pages: str | None = None) -> None:
    """Send the link of the sign-up *sign_up_id*. Where its address is somebody's, tell them instead, as below."""
    now = timezone.now()
    sign_up = alive(now).filter(pk=UUID(sign_up_id)).first()
    if sign_up is None:
        return
    owners = _users_at(sign_up.address)
    for user in owners:
        _tell_that_account_exists(user, language, pages)
    # An address that was taken meanwhile is found when the link is followed.
    if not owners:
        _send_link(sign_up, alive_at(sign_up.address, now), language, now, pages)


@in_its_world
def answer_sign_up(email: str, user_id: str, language: str | None, pages: str | None = None) -> None:
    """
    Send the link that opens the account of the new user *user_id*.

    Without one, *email* was somebody's already: tell them that there is an account, and how to get into it. Its link
    resets the password, so who has the mailbox gets the account, whoever made it before them.
    """
    if user_id:
        _send_activation(_user(user_id), language, pages)
        return
    for user in _users_at(email):
        _tell_that_account_exists(user, language, pages)


@in_its_world
def resend_activation(email: str, language: str | None, pages: str | None = None) -> None:
    """Send the link again to those at *email* who need it: users whose address is not verified, or sign-ups."""
    users = _users_at(email)
    for user in users:
        if not is_verified(user) and (satisfies_rule(user) or is_waiting(user)):
            _send_activation(user, language, pages)
    now = timezone.now()
    waiting = [] if users else alive_at(email, now)
    for sign_up in waiting:
        _send_link(sign_up, waiting, language, now, pages)


@in_its_world
def send_password_reset(email: str, language: str | None, pages: str | None = None) -> None:
    """
    Send the users at *email* a link to set a new password, or their first one. Disabled users get none.

    Whoever has a password elsewhere is told so, and gets no second one here.
    """
    for user in _users_at(email):
        own = language_for(user, language)
        if satisfies_rule(user) and not may_have_new_password(user):
            _send_some("password_elsewhere", _mailbox(user), key_of(user), own, _name(user))
        elif satisfies_rule(user):
            token = make_token(Purpose.PASSWORD_RESET, user, timezone.now())
            link = Link(Purpose.PASSWORD_RESET, token, pages=pages)
            _send_some("password_reset", _mailbox(user), key_of(user), own, _name(user), link)


@in_its_world
def send_email_change(user_id: str, email: str, language: str | None, pages: str | None = None) -> None:
    """Send a link to *email*, the new address of the user *user_id*; where it is somebody's, tell them instead."""
    user = _user(user_id)
    owners = _users_at(email)
    for owner in owners:
        if key_of(owner) != key_of(user):
            _tell_that_account_exists(owner, language, pages)
    if owners:
        return
    token = make_token(Purpose.EMAIL_CHANGE, user, timezone.now(), new_address=email)
    link = Link(Purpose.EMAIL_CHANGE, token, pages=pages)
    _send_some("email_change", email, key_of(user), language_for(user, language), link=link)


@in_its_world
def tell_of_new_password(user_id: str, language: str | None) -> None:
    """Tell the user *user_id* that the password has changed, at the address that they had then."""
    one = _person(user_id) or person(user_with(user_id))
    _send_notice("password_changed", one.address, language_for_key(user_id, language))


@in_its_world
def tell_of_found_account(user_id: str, language: str | None) -> None:
    """As `tell_of_new_password`, the user *user_id* being the first who proves the address: what was there before."""
    user = _user(user_id)
    _send_notice("password_changed", _mailbox(user), language_for(user, language), {**_name(user), "is_found": True})


@in_its_world
def tell_of_take_over(user_id: str, language: str | None) -> None:
    """Tell the user *user_id*, the first who proves the address by another way than a password, what is gone."""
    user = _user(user_id)
    _send_notice("account_taken_over", _mailbox(user), language_for(user, language), _name(user))


@in_its_world
def tell_of_new_address(old: str, language: str | None) -> None:
    """Tell the *old* address of a user that it is the address of the account no longer."""
    send("email_changed", old, language, pages=_pages())


@in_its_world
def tell_of_sign_in(
    user_id: str,
    address: str,
    session_id: str,
    signed_in_at: str,
    device: str,
    earlier: str,
    user_agent: str,
    ip: str,
    methods: str,
    language: str | None,
    link_pages: str | None = None,
) -> None:
    """
    Tell the user *user_id* of a sign-in, unless they had the *device* before, or it is their first one.

    It goes to the *address* that they had when it happened, whoever has changed that since.
    """
    at = datetime.fromisoformat(signed_in_at)
    sign_in = SignIn(user_id, UUID(session_id), at, DeviceKeys(device, earlier))
    if not admit(sign_in):
        return
    token = make_notice_token(user_id, address, at, timezone.now())
    context = {
        "device": device_words(user_agent),
        "ip": ip,
        "methods": method_words(methods.split()),
        "signed_in_at": at,
    }
    link = Link(Purpose.SIGN_IN_NOTICE, token, pages=link_pages)
    send("sign_in_notice", address, language_for_key(user_id, language), context, link)


def _people() -> tuple[Person, ...] | None:
    world = entered_world()
    return None if world is None else world.people


def _pages() -> str | None:
    world = entered_world()
    return None if world is None else world.pages


def _person(key: str) -> Person | None:
    return next((one for one in _people() or () if one.key == key), None)


def _user(key: str) -> AbstractBaseUser:
    one = _person(key)
    return user_with(key) if one is None else user_who_is(one)


def _users_at(address: str) -> list[AbstractBaseUser]:
    people, found = _people(), []
    for one in people_at(address) if people is None else people:
        if one.has(address):
            try:
                found.append(user_who_is(one))
            except SomebodyElseError as error:
                logger.warning("Signet doesn't send an e-mail: %s", error)
    return found


def _send_notice(kind: str, address: str, language: str | None, context: Mapping[str, object] | None = None) -> None:
    # Some users have no address.
    if address:
        send(kind, address, language, context, pages=_pages())


def _send_activation(user: AbstractBaseUser, language: str | None, pages: str | None) -> None:
    link = Link(Purpose.ACTIVATION, make_token(Purpose.ACTIVATION, user, timezone.now()), pages=pages)
    _send_some("activation", _mailbox(user), key_of(user), language_for(user, language), link=link)


def _send_link(
    sign_up: PendingSignUp, waiting: Sequence[PendingSignUp], language: str | None, now: datetime, pages: str | None
) -> None:
    # Nothing in it is what a stranger wrote. When they did it tells whoever signed up, too, which link is theirs.
    context = {"signed_up_at": sign_up.created_at} if len(waiting) > 1 else {}
    link = Link(Purpose.ACTIVATION, make_sign_up_token(sign_up.pk), sign_up.expires_at - now, pages)
    _send_some("activation", str(sign_up.fields[email_field()]), sign_up.pk, language, context, link)


def _tell_that_account_exists(user: AbstractBaseUser, language: str | None, pages: str | None) -> None:
    may_reset = satisfies_rule(user) and may_have_new_password(user)
    context = {**_name(user), "is_elsewhere": satisfies_rule(user) and not may_reset}
    token = make_token(Purpose.PASSWORD_RESET, user, timezone.now()) if may_reset else ""
    link = Link(Purpose.PASSWORD_RESET, token, pages=pages) if may_reset else None
    _send_some("account_exists", _mailbox(user), key_of(user), language_for(user, language), context, link)


def _send_some(
    kind: str,
    to: str,
    about: object,
    language: str | None,
    context: Mapping[str, object] | None = None,
    link: Link | None = None,
) -> None:
    """
    Send a mail that anybody can ask for, unless the address *to* recently got enough of its *kind* *about* the same
    user.

    The earlier ones hold the same link, which is still valid.
    """
    if was_sent(kind, to, about):
        return
    counted = count_mail_to(to, kind, about)
    if counted is None:
        logger.info("Signet doesn't send an e-mail %r: this address got enough of them", kind)
        return
    try:
        send(kind, to, language, context, link, about=about)
    except Exception:
        # The next attempt is no further mail.
        counted.take_back()
        raise


def _name(user: AbstractBaseUser) -> Mapping[str, str]:
    # Until an address is verified, the name may be what a stranger wants its owner to read.
    return {"name": str(user.get_username())} if is_verified(user) else {}


def _mailbox(user: AbstractBaseUser) -> str:
    # As the account has it, not as somebody typed it.
    return str(getattr(user, email_field()) or "")
