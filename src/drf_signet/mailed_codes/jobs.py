"""What is done after the request: look whether somebody at the address may sign in, and mail the code."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.functional import lazy

from drf_signet.accounts.delivery import was_sent
from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.links import Purpose
from drf_signet.accounts.mail import Link, in_words, send
from drf_signet.accounts.mail_language import language_for
from drf_signet.accounts.recipients import Person, SomebodyElseError, people_at, user_who_is
from drf_signet.accounts.request_context import entered_world, in_its_world
from drf_signet.conf import get_settings
from drf_signet.mailed_codes.codes import code_of, token_of
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.owners import owner_among
from drf_signet.mailed_codes.rows import alive, note_mailed
from drf_signet.throttles import count_code_mail
from drf_signet.user_identifier import key_of
from drf_signet.user_rule import satisfies_rule

KIND: Final = "sign_in_code"
"""The name of the templates of the mail."""

NOBODY: Final = "nobody"
"""Whom the mail is about, where a sign-up may follow."""

logger: Final = logging.getLogger("drf_signet")


@in_its_world
def send_code(code_id: str, language: str | None, pages: str | None = None) -> None:
    """
    Mail the code with the key *code_id* to the owner of the address, if that is a user who may sign in.

    To an address of nobody, if SIGN_IN_CODE_SIGN_UP says so: its reader may sign up.
    """
    row = alive(timezone.now()).filter(pk=UUID(code_id)).first()
    if row is None:
        return
    people = _people_at(row.address)
    user = owner_among([one for person in people if (one := _user(person))])
    if user is not None and satisfies_rule(user):
        mailbox = str(getattr(user, email_field()))
        _send(row, mailbox, key_of(user), language_for(user, language), pages)
    elif not people and get_settings().SIGN_IN_CODE_SIGN_UP:
        _send(row, row.address, NOBODY, language, pages)


def _people_at(address: str) -> Sequence[Person]:
    world = entered_world()
    carried = None if world is None else world.people
    return [one for one in (people_at(address) if carried is None else carried) if one.has(address)]


def _user(one: Person) -> AbstractBaseUser | None:
    try:
        return user_who_is(one)
    except SomebodyElseError as error:
        logger.warning("Signet doesn't send an e-mail: %s", error)
        return None


def _send(row: MailedCode, to: str, about: object, language: str | None, pages: str | None) -> None:
    if was_sent(KIND, to, row.pk):
        return
    counted = count_code_mail(row.address, f"{KIND} {about}", row.ip)
    if counted is None:
        logger.info("Signet doesn't send an e-mail %r: this address got enough of them", KIND)
        return
    now = timezone.now()
    left = row.expires_at - now
    # Nothing in it is what a stranger wrote.
    context = {"code": code_of(row), "lifetime": lazy(lambda: in_words(left), str)()}
    has_page = get_settings().SIGN_IN_CODE_URL is not None
    link = Link(Purpose.SIGN_IN, token_of(row), left, pages) if has_page else None
    try:
        note_mailed(row, now)
        send(KIND, to, language, context, link, pages=pages, about=row.pk)
    except Exception:
        # The next attempt is no further mail.
        counted.take_back()
        raise
