"""Sign-ups without a password that wait for their link: another site says who somebody is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import ImproperlyConfigured

from drf_signet.accounts import jobs
from drf_signet.accounts.email_addresses import email_field
from drf_signet.accounts.free_names import NAMES_TRIED, free_name, is_name_given, may_be_made
from drf_signet.accounts.models import PendingSignUp
from drf_signet.accounts.outbox import post
from drf_signet.accounts.pending_sign_ups import hold_sign_up
from drf_signet.accounts.recipients import Person, people_at
from drf_signet.accounts.taken_fields import taken_field
from drf_signet.accounts.user_fields import unusable_hash
from drf_signet.errors import NameTakenError, SignUpFailedError

logger: Final = logging.getLogger("drf_signet")


def wait_without_password(
    fields: Mapping[str, object],
    now: datetime,
    keep: Callable[[PendingSignUp], None],
    *,
    wish: str = "",
    pages: str | None = None,
) -> None:
    """
    Keep *fields*, and send the link that makes a user of them, without a password, to one of *pages* (see `pages_for`).

    *keep* writes what else belongs to the sign-up, in the same transaction. A username that is missing is made, after
    *wish* or the address. Where the address is somebody's, they are told by mail, and there is no link; neither the
    answer nor its time differs.

    Raises `NameTakenError` where a field that has to be unique is somebody's, and `SignUpFailedError` where the user
    manager can't be called, or a value can't be kept: see the log.
    """
    if (taken := taken_field(fields)) is not None:
        raise NameTakenError(taken)
    owners = people_at(str(fields[email_field()]))

    def announce(sign_up: PendingSignUp) -> None:
        keep(sign_up)
        _post_link(sign_up, owners, pages)

    try:
        _hold(fields, wish, now, announce)
    except ImproperlyConfigured:
        logger.exception("A sign-up could not be kept until its link is followed")
        raise SignUpFailedError from None


def send_link_again(sign_up: PendingSignUp, pages: str | None) -> None:
    """Send the link of *sign_up* once more, or tell whoever has its address. Raises `MailBusyError`."""
    _post_link(sign_up, people_at(sign_up.address), pages)


def name_at_opening(sign_up: PendingSignUp, now: datetime) -> str | None:
    """A username for the user of *sign_up*, in case its manager makes none up; None where one was chosen, or may be."""
    if get_user_model().USERNAME_FIELD in sign_up.fields or is_password_usable(sign_up.password) or not may_be_made():
        return None
    return free_name((sign_up.address,), now)


def _post_link(sign_up: PendingSignUp, owners: Sequence[Person], pages: str | None) -> None:
    post(jobs.answer_pending_sign_up, owners, sign_up_id=str(sign_up.pk), pages=pages)


def _hold(fields: Mapping[str, object], wish: str, now: datetime, announce: Callable[[PendingSignUp], None]) -> None:
    name_field, hashed = get_user_model().USERNAME_FIELD, unusable_hash(fields)
    if fields.get(name_field) or not may_be_made() or not is_name_given():
        hold_sign_up(fields, hashed, now, announce)
        return
    for tried in range(NAMES_TRIED):
        name = free_name((wish, str(fields[email_field()])), now, is_numbered=tried > 0)
        complete = {**fields, name_field: name} if name else fields
        try:
            hold_sign_up(complete, hashed, now, announce)
        except NameTakenError as error:
            if error.field not in (None, name_field):
                raise
        else:
            return
    raise NameTakenError(name_field)
