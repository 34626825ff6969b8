"""
For the tests of a project that uses accounts.

    with mails_at_once():
        api.post("/api/users/", {...})
    token = token_in(mail.outbox[-1])
    api.post("/api/users/activation/", {"token": token})
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.test import override_settings
from django.utils import timezone

from drf_signet.accounts.email_addresses import verify_address
from drf_signet.accounts.link_pages import PAGES, PLACE, is_function
from drf_signet.conf import NAME, get_settings

__all__ = ["mails_at_once", "token_in", "verify"]

SIGNED: Final = re.compile(r"(?<![\w:-])[\w.-]+:[\w-]{43}(?![\w:-])")
"""What Django's ``Signer`` makes of something."""


@contextmanager
def mails_at_once() -> Iterator[None]:
    """
    A context manager, and a decorator, in which mails are sent before the request ends.

    Mails wait for the transaction: in a Django ``TestCase``, use its ``captureOnCommitCallbacks(execute=True)``, too.
    """
    changed = {**getattr(settings, NAME, {}), "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once"}
    with override_settings(**{NAME: changed}):
        yield


def token_in(message: EmailMessage) -> str:
    """The token of the link in *message*. Raises `LookupError` where there is none."""
    for name in PAGES.values():
        page = getattr(get_settings(), name) or ""
        if is_function(page) and (found := SIGNED.search(str(message.body))):
            return found[0]
        before, _, after = page.partition(PLACE)
        if before and (found := re.search(rf"{re.escape(before)}([\w:-]+){re.escape(after)}", str(message.body))):
            return found[1]
    raise LookupError("This e-mail has no link.")


def verify(user: AbstractBaseUser) -> None:
    """Verify the address of *user*, as if they had followed the link."""
    verify_address(user, timezone.now())
