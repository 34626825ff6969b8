"""What happens to the mail server. Whoever asks for a mail gets an answer at once, and the mail later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Final

from tests.cluster.fault import Fault
from tests.cluster.stage import Stage, ask, wait_until
from tests.history.people import PEOPLE, name_of_person

MAILS: Final = 4
ARRIVED: Final = 60.0
"""Seconds: a mail that failed is tried again after 1 s, 10 s, and then every 30 s."""

FIRST: Final = 16
"""The first person who asks for mails: those before are at work."""

_turns: Final = count()


@contextmanager
def away(stage: Stage) -> Iterator[None]:
    """It hangs up."""
    stage.postbox.is_away = True
    try:
        ask_for_mails(stage)
        yield
    finally:
        stage.postbox.is_away = False


@contextmanager
def slow(stage: Stage) -> Iterator[None]:
    """Each of its answers takes seconds."""
    stage.postbox.is_slow = True
    try:
        ask_for_mails(stage)
        yield
    finally:
        stage.postbox.is_slow = False


def ask_for_mails(stage: Stage) -> None:
    """Have some people ask for another password."""
    for _ in range(MAILS):
        address = f"{name_of_person(FIRST + next(_turns) % (PEOPLE - FIRST))}@example.com"
        answer = ask(f"{stage.cluster.url}/api/v1/users/reset_password/", {"email": address})
        assert answer is not None, address
        assert answer.status_code in (204, 429), (answer.status_code, answer.text)
        if answer.status_code == 204:
            stage.postbox.expected.append(address)


def check_mails(stage: Stage) -> None:
    """Each mail that was asked for has come."""
    wait_until(lambda: not stage.postbox.missing(), f"no mail for {stage.postbox.missing()}", ARRIVED)


FAULTS: Final = (
    Fault("mail server away", away, 1.0, short=0.2, is_unseen=True),
    Fault("mail server slow", slow, 1.0, short=0.2, is_unseen=True),
)
