"""
`Delivery`: the mails that one row of the table stands for, over all attempts at it.

An attempt may end between the answer of the mail server and the deletion of the row, and the mail is sent again. Both
have the same Message-ID, so a mail server or a mailbox can drop the second one (RFC 5322 section 3.6.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from drf_signet.accounts.mail_tables import place_of
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import note_sent

LENGTH: Final = 32
"""Hexadecimal digits of a Message-ID: 128 bits."""


class Delivery:
    """What an attempt at *mail* sends, and what earlier ones have sent."""

    def __init__(self, mail: WaitingMail) -> None:
        self._mail = mail
        self._sent = set((mail.world or {}).get("sent", ()))
        self._noted = len(self._sent)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """In this block, what is sent belongs to it."""
        token = _entered.set(self)
        try:
            yield
        finally:
            _entered.reset(token)

    def message_id(self, kind: str, to: str, about: object) -> str:
        """The same for every attempt, in every process. It reveals nothing: only those who have the key can make it."""
        mail = self._mail
        parts = (place_of(mail).schema, mail.pk, mail.created_at.timestamp(), kind, to, about)
        digest = salted_hmac("drf_signet.message_id", repr([str(one) for one in parts]), algorithm="sha256").hexdigest()
        return f"<{digest[:LENGTH]}@{_domain()}>"

    def has_sent(self, message_id: str) -> bool:
        """Whether an attempt did so, and had the time to write it down."""
        return message_id in self._sent

    def begin(self) -> None:
        """
        Write down what was sent, if anything was, before the next one begins.

        So a row that stands for one mail, as nearly all do, costs no query.
        """
        if len(self._sent) > self._noted:
            note_sent(self._mail, sorted(self._sent))
            self._noted = len(self._sent)

    def end(self, message_id: str) -> None:
        """The mail server has accepted it."""
        self._sent.add(message_id)


_entered: Final[ContextVar[Delivery | None]] = ContextVar("drf_signet_delivery", default=None)


def entered_delivery() -> Delivery | None:
    """The one of the present attempt. None: the job isn't in the table."""
    return _entered.get()


def was_sent(kind: str, to: str, about: object) -> bool:
    """Whether an earlier attempt at the same row has sent this mail."""
    delivery = entered_delivery()
    return delivery is not None and delivery.has_sent(delivery.message_id(kind, to, about))


def _domain() -> str:
    # Of the sender, as it is the same on every machine.
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return punycode(address.rpartition("@")[2]) or "localhost"
