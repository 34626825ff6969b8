"""
Telling users of a sign-in from a device that their account never had.

Each sign-in looks the device up: one query, once it is committed, so no failure undoes it. All else is done for a new
device alone, and after the request.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from contextvars import copy_context
from typing import Final

from django.db import connections, transaction

from drf_signet.accounts import jobs
from drf_signet.accounts.known_devices import is_known, keys_of
from drf_signet.accounts.link_pages import pages_for
from drf_signet.accounts.outbox import post_notice
from drf_signet.accounts.recipients import person
from drf_signet.accounts.request_context import World, this_world
from drf_signet.conf import get_settings
from drf_signet.opening import Opening, opening_of
from drf_signet.sessions.device import Device, current_device
from drf_signet.sessions.models import Session
from drf_signet.throttles import count_mail_to
from drf_signet.user_table import users_database

KIND: Final = "sign_in_notice"

logger: Final = logging.getLogger("drf_signet")


def watch(session: Session) -> None:
    """
    Have the user of *session* told of it, if it was opened on a new device. Nothing without SIGN_IN_NOTICE_URL.

    The same for a session that a program opened outside of any sign-in, and a user without an address.
    """
    if get_settings().SIGN_IN_NOTICE_URL is None:
        return
    opening = opening_of(session.user)
    if opening is None or not person(opening.user).address:
        return
    # After the commit, a block around this one may be over.
    is_later = connections[users_database()].in_atomic_block
    world = this_world([person(opening.user)], None) if is_later else None
    context, device = copy_context(), current_device()
    # Django's log names the function that failed, and a partial has no name.
    transaction.on_commit(
        lambda: context.run(_look, session, opening, device, world), using=users_database(), robust=True
    )


def _look(session: Session, opening: Opening, device: Device, world: World | None) -> None:
    with world.entered() if world else nullcontext():
        one = person(opening.user)
        keys = keys_of(one.key, device)
        if is_known(one.key, keys):
            return
        # Nothing is written for the others, so no number of devices fills a table.
        if count_mail_to(one.address, KIND, one.key) is None:
            logger.info("Signet doesn't send an e-mail %r: this address got enough of them", KIND)
            return
        pages = pages_for(opening.request)
        post_notice(
            jobs.tell_of_sign_in,
            [one],
            pages,
            user_id=one.key,
            address=one.address,
            session_id=str(session.pk),
            signed_in_at=session.created_at.isoformat(),
            device=keys.own,
            earlier=keys.earlier,
            user_agent=device.user_agent,
            ip=device.ip or "",
            methods=session.methods or "",
            **({"link_pages": pages} if pages else {}),
        )
