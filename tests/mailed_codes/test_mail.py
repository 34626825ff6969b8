"""The mail with a code: in the language of its reader, with nothing in it that a stranger wrote, and sent again."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from drf_signet.mailed_codes.codes import ALPHABET, LENGTH, code_of
from drf_signet.mailed_codes.jobs import send_code
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.rows import KEPT
from tests.accounts.askers import NEVER
from tests.accounts.changed import signet
from tests.accounts.mails import html_of
from tests.accounts.person import Client, Person, address_of
from tests.mailed_codes.asking import ask, asked, confirm, device, last_code, last_link

pytestmark = pytest.mark.usefixtures("ada")


def test_it_has_the_code_and_the_link(phone: Client) -> None:
    """In the text and in HTML, and not in the subject, which others see on a locked screen."""
    ask(phone)
    (message,) = mail.outbox
    assert (message.subject, message.recipients()) == ("Sign in at app.example.com", [address_of("ada")])
    for part in (str(message.body), html_of(message)):
        assert last_code() in part
        assert last_link() in part
        assert "10\N{NO-BREAK SPACE}minutes" in part


@pytest.mark.parametrize(
    ("language", "subject"), [("de", "Bei app.example.com anmelden"), ("fr", "Connexion à app.example.com")]
)
def test_it_is_in_the_language_of_the_request(language: str, subject: str) -> None:
    """As other mails are."""
    device().post(
        "/api/token/code/", {"email": address_of("ada")}, format="json", headers={"accept-language": language}
    )
    assert mail.outbox[-1].subject == subject


def test_it_is_in_the_language_of_the_user(phone: Client) -> None:
    """Where the project knows it."""
    with signet(USER_LANGUAGE="tests.accounts.languages.german"):
        ask(phone)
    assert mail.outbox[-1].subject == "Bei app.example.com anmelden"


def test_a_stranger_writes_nothing_into_it() -> None:
    """Neither the device nor the place is in it, nor the name of a user."""
    ask(device(user_agent="Call 0900 123456"))
    ask(device("198.51.100.200"))
    texts = [str(one.body) + html_of(one) for one in mail.outbox]
    assert all("0900" not in one and "198.51" not in one for one in texts)


def test_it_goes_to_the_mailbox_as_the_account_has_it(phone: Client, ada: Person) -> None:
    """Not as somebody typed it."""
    ada.email = "Ada@Example.com"
    ada.save()
    phone.post("/api/token/code/", {"email": "aDA@example.COM"}, format="json")
    assert mail.outbox[-1].recipients() == ["Ada@Example.com"]


def test_an_attempt_that_fails_counts_for_nothing(phone: Client) -> None:
    """The next one sends the same code."""
    with signet(MAIL_DISPATCHER=NEVER, THROTTLE_RATES={"mail_address": "1/h"}):
        request = asked(phone)
        key = str(MailedCode.objects.get().pk)
        with (
            patch("drf_signet.mailed_codes.jobs.send", side_effect=OSError("away")),
            pytest.raises(OSError, match="away"),
        ):
            send_code(key, "en")
        send_code(key, "en")
        assert confirm(phone, request, last_code()).status_code == 200


def test_an_old_code_is_not_mailed(phone: Client) -> None:
    """By the time that the mail server answers again, it has expired."""
    with signet(MAIL_DISPATCHER=NEVER):
        ask(phone)
    MailedCode.objects.update(expires_at=timezone.now())
    send_code(str(MailedCode.objects.get().pk), "en")
    assert mail.outbox == []


def test_old_rows_are_deleted(phone: Client) -> None:
    """A few with each request, a day after their end."""
    for _ in range(3):
        asked(phone)
    old, recent, _ = MailedCode.objects.order_by("created_at")
    MailedCode.objects.filter(pk=old.pk).update(expires_at=timezone.now() - KEPT - timedelta(seconds=1))
    MailedCode.objects.filter(pk=recent.pk).update(expires_at=timezone.now() - KEPT + timedelta(minutes=1))
    asked(phone)
    assert not MailedCode.objects.filter(pk=old.pk).exists()
    assert MailedCode.objects.count() == 3


def test_codes_are_of_thirty_bits(phone: Client) -> None:
    """Each letter may be at each place."""
    rows = [MailedCode(address="x") for _ in range(2_000)]
    codes = [code_of(one) for one in rows]
    assert len({*codes}) >= 1_995
    assert all({*place} == {*ALPHABET} for place in zip(*codes, strict=True))
    assert (len(ALPHABET), LENGTH) == (32, 6)
