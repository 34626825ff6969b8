"""The Message-ID of a mail that is sent again, and mails of one job of which only some were sent."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from django.utils import timezone

from drf_signet.accounts import jobs, outbox
from drf_signet.accounts.mail_attempt import Outcome, attempt
from drf_signet.accounts.models import WaitingMail
from drf_signet.accounts.waiting_mails import LEASE, note_sent
from tests.accounts.changed import signet
from tests.accounts.dispatchers import IN_TABLE
from tests.accounts.mails import sent
from tests.accounts.person import Client, make_person, sign_up_body
from tests.accounts.waiting import claimed

pytestmark = pytest.mark.django_db

ADA = "ada@example.com"


def message_ids() -> list[str]:
    """Those of the mails so far."""
    return [str(one.message()["Message-ID"]) for one in mail.outbox]


def ask_for_reset(email: str = ADA) -> None:
    """A mail that waits. A test commits nothing, so no thread sends it."""
    with signet(MAIL_DISPATCHER=IN_TABLE):
        outbox.post(jobs.send_password_reset, email=email)


def forget_to_remove(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the process were killed before it can write down that the mail was sent."""
    monkeypatch.setattr("drf_signet.accounts.mail_attempt.remove", lambda mail: None)


def try_now(minutes: int = 0) -> Outcome:
    """An attempt, after so many minutes."""
    now = timezone.now() + timedelta(minutes=minutes)
    return attempt(claimed(now), now)


def test_a_mail_that_is_sent_again_has_the_same_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever process sends it: a reader can tell (RFC 5322 section 3.6.4). Its domain is the sender's."""
    make_person()
    ask_for_reset()
    forget_to_remove(monkeypatch)
    assert [try_now(), try_now(1)] == [Outcome.SENT, Outcome.SENT]
    (first, second) = message_ids()
    assert first == second
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.com>", first)
    sent()


def test_every_other_mail_has_another_id() -> None:
    """Also the next of the same kind to the same user."""
    make_person()
    for _ in range(2):
        ask_for_reset()
        try_now()
    assert len(set(message_ids())) == 2
    sent()


def test_without_a_row_the_id_is_djangos() -> None:
    """There is nothing that two attempts have in common, so each has its own."""
    make_person()
    jobs.send_password_reset(ADA, "en")
    jobs.send_password_reset(ADA, "en")
    assert len(set(message_ids())) == 2
    sent()


@override_settings(DEFAULT_FROM_EMAIL="Bücher <post@bücher.example>")
def test_the_domain_is_written_in_ascii() -> None:
    """As a Message-ID has to be."""
    make_person()
    ask_for_reset()
    try_now()
    (message_id,) = message_ids()
    assert message_id.endswith("@xn--bcher-kva.example>")
    sent()


def breaks_off(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> None:
    """The mail server breaks off at the messages with these numbers, from 0."""
    calls: list[Any] = []
    send = EmailBackend.send_messages

    def send_or_not(self: EmailBackend, messages: Any) -> Any:
        calls.append(messages)
        if len(calls) - 1 in numbers:
            raise SMTPServerDisconnected
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_or_not)


def three_sign_ups(api: Client) -> None:
    """One address, whose link is asked for once more: a job of three mails."""
    for name in ("ada", "bob", "eve"):
        assert api.post("/api/users/", sign_up_body(name, email=ADA)).status_code == 201
    mail.outbox.clear()
    with signet(MAIL_DISPATCHER=IN_TABLE):
        outbox.post(jobs.resend_activation, [], email=ADA)


@pytest.mark.usefixtures("unlimited")
def test_of_several_mails_those_that_were_sent_are_not_sent_again(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one fails twice, and each is sent once."""
    three_sign_ups(api)
    breaks_off(monkeypatch, 1, 2)
    assert [try_now(minutes) for minutes in (0, 1, 2)] == [
        Outcome.SERVER_AWAY,
        Outcome.SERVER_AWAY,
        Outcome.SENT,
    ]
    assert len(message_ids()) == len(set(message_ids())) == 3
    assert not WaitingMail.objects.exists()
    sent()


@pytest.mark.usefixtures("unlimited")
def test_a_kill_between_two_mails_repeats_one_at_most(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signet notes a mail as sent when the next one begins. A mail that is sent twice has the same id."""
    three_sign_ups(api)
    forget_to_remove(monkeypatch)
    try_now()
    try_now(1)
    assert (len(message_ids()), len(set(message_ids()))) == (4, 3)
    sent()


def test_a_row_of_a_version_before_has_no_place_for_it() -> None:
    """It has no world to write it in: its mails are sent as that version sent them."""
    waiting = WaitingMail.objects.create(
        job="os.getcwd", arguments={}, created_at=timezone.now(), due_at=timezone.now() + LEASE
    )
    note_sent(waiting, ["<x@example.com>"])
    waiting.refresh_from_db()
    assert waiting.world is None
