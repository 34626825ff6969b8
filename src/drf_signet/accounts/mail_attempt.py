"""One attempt at a mail that waits, and what becomes of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from time import sleep
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, connections
from django.dispatch import Signal
from django.utils import timezone
from django.utils.module_loading import import_string

from drf_signet.accounts.delivery import Delivery
from drf_signet.accounts.mail_tables import place_of
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.recipients import SomebodyElseError
from drf_signet.accounts.request_context import WorldUnknownError, world_of
from drf_signet.accounts.waiting_mails import postpone, remove
from drf_signet.database_errors import outage
from drf_signet.errors import UnavailableError
from drf_signet.postgres_schemas import SchemaGoneError

TRIED_FOR: Final = timedelta(days=1)
"""How long after it was asked for a mail is tried again. Later, it would surprise its reader."""

REFUSED: Final = 500
"""From this code on, a mail server says that asking again won't help (RFC 5321 section 4.2.1)."""

WRITES: Final = 20
"""How often, a second apart, the outcome is written down: longer than a database takes to come back."""

NOBODY: Final = (SomebodyElseError, WorldUnknownError, SchemaGoneError)
"""Whoever asked can't be found: the mail is nobody else's. What these say holds no address."""

logger: Final = logging.getLogger("drf_signet")


attempted: Final = Signal()
"""Sent with ``outcome`` after each attempt, for whoever counts."""


class Outcome(Enum):
    """What became of an attempt."""

    SENT = auto()
    PUT_OFF = auto()
    """It is tried again later; others may fare better."""

    SERVER_AWAY = auto()
    """It is tried again later, and others would fare no better now."""

    GIVEN_UP = auto()


def attempt(mail: WaitingMail, now: datetime) -> Outcome:
    """
    Do the job of *mail*, which is claimed, and write down what became of it. Raises nothing that the job raises.

    A job that was done is forgotten afterwards, so a process that is killed in between leaves it to be done again.
    """
    if mail.attempts > 1 and now - mail.created_at > TRIED_FOR:
        logger.error(
            "Signet gives up %s: it failed for too long, at last with %s", mail.job, mail.last_error or "no error"
        )
        return _settle(mail, Outcome.GIVEN_UP, lambda: remove(mail))
    try:
        with world_of(mail).entered(), Delivery(mail).entered():
            import_string(mail.job)(**mail.arguments)
    except Exception as error:  # noqa: BLE001  # a thread has nobody to raise it to
        return _fail(mail, error)
    return _settle(mail, Outcome.SENT, lambda: remove(mail))


def tell_of_failure(job: str, error: Exception) -> None:
    """Write into the log that *job* failed with *error*, for good."""
    # What a mail server says may name the address; a traceback is for our own faults.
    trace = None if isinstance(error, (SMTPException, ObjectDoesNotExist, *NOBODY)) else error
    logger.error("%s failed, and Signet won't try it again: %s", job, _in_short(error), exc_info=trace)


def close(mail: WaitingMail) -> None:
    """Close the connection to the database of *mail*, which may be a broken one: the next query opens another."""
    connections[place_of(mail).database].close()


def _fail(mail: WaitingMail, error: Exception) -> Outcome:
    if _may_pass(error):
        logger.warning("%s failed, and Signet will try it again: %s", mail.job, _in_short(error))
        outcome = Outcome.PUT_OFF if isinstance(error, SMTPRecipientsRefused) else Outcome.SERVER_AWAY
        return _settle(mail, outcome, lambda: postpone(mail, error, timezone.now()))
    tell_of_failure(mail.job, error)
    return _settle(mail, Outcome.GIVEN_UP, lambda: remove(mail))


def _in_short(error: Exception) -> str:
    code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    return f"{type(error).__name__}{code}" + (f": {error}" if isinstance(error, NOBODY) else "")


def _settle(mail: WaitingMail, outcome: Outcome, write: Callable[[], None]) -> Outcome:
    attempted.send_robust(sender=Outcome, outcome=outcome)
    for _ in range(WRITES):
        try:
            write()
        except (OperationalError, InterfaceError):
            close(mail)
            sleep(1)
        else:
            return outcome
    logger.error("%s: the database is away. If it was sent, it may be sent again.", mail.job)
    return outcome


def _may_pass(error: Exception) -> bool:
    # Whoever waits for nothing keeps the mails of others waiting.
    match error:
        case SMTPRecipientsRefused():
            return any(code < REFUSED for code, _ in error.recipients.values())
        case SMTPDataError():
            return error.smtp_code < REFUSED
        case SMTPException():
            # The server refuses us, not this mail: its password has changed, or a quota is used up.
            return True
        case _:
            is_away = isinstance(error, (OSError, OperationalError, InterfaceError, UnavailableError))
            return is_away or outage(error) is not None
