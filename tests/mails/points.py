"""The points at which a process of `zygote` kills itself, each by its name. Those of SMTP are the mail server's."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from smtplib import SMTP
from typing import Any, Final, NoReturn

from django.db import transaction

from drf_signet.accounts import mail_attempt, mail_threads
from drf_signet.accounts.outbox import _dispatcher
from drf_signet.accounts.table_dispatcher import InTable


def die(*args: object, **arguments: object) -> NoReturn:
    """Leave no time for anything."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def instead_of(owner: object, name: str) -> None:
    """Die where *name* would be called."""
    setattr(owner, name, die)


def after(owner: object, name: str) -> None:
    """Die as soon as *name* has been called."""
    original = getattr(owner, name)

    def call_and_die(*args: Any, **arguments: Any) -> NoReturn:
        original(*args, **arguments)
        die()

    setattr(owner, name, call_and_die)


def first_after_commit(dispatcher: InTable) -> None:
    """Die when the row is committed, before anything else happens."""
    original = dispatcher.announce

    def announce(*args: Any) -> None:
        transaction.on_commit(die)
        original(*args)

    setattr(dispatcher, "announce", announce)  # noqa: B010  # a method


def half_of_message() -> None:
    """Die in the middle of the message."""
    send = SMTP.send

    def send_half(self: SMTP, data: bytes | str) -> None:
        if len(data) > LONG:
            send(self, data[: len(data) // 2])
            die()
        send(self, data)

    setattr(SMTP, "send", send_half)  # noqa: B010  # a method


LONG: Final = 500
"""Bytes: no command has as many."""

POINTS: Final[Mapping[str, Callable[[], None]]] = {
    "row written": lambda: instead_of(_dispatcher(), "announce"),
    "announced": lambda: after(_dispatcher(), "announce"),
    "committed": lambda: first_after_commit(_dispatcher()),  # type: ignore[arg-type]
    "claimed": lambda: instead_of(mail_threads, "attempt"),
    "half sent": half_of_message,
    "accepted": lambda: instead_of(mail_attempt, "remove"),
    "row deleted": lambda: after(mail_attempt, "remove"),
}
