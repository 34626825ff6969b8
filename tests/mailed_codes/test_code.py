"""Signing in by a code: on the device that asked for it, once, in ten minutes, in five tries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from drf_signet.mailed_codes.models import MailedCode
from drf_signet.mailed_codes.testing import code_for
from drf_signet.sessions.models import Session
from tests.accounts.person import Client, Person, address_of
from tests.mailed_codes.asking import ask, asked, confirm, device, last_code, wrong

pytestmark = pytest.mark.usefixtures("ada")


def refused(answer: Any) -> tuple[int, str]:
    """The status and the code of *answer*."""
    return answer.status_code, answer.json()["code"]


def test_a_code_signs_in(phone: Client, ada: Person) -> None:
    """The answer is that of ``token/``, and there is one session, from that device."""
    answer = ask(phone)
    assert (answer.status_code, answer.json()["expires_in"]) == (200, 600)
    tokens = confirm(phone, answer.json()["request"], last_code())
    assert (tokens.status_code, {*tokens.json()}) == (200, {"access", "refresh", "expires_in"})
    (session,) = Session.objects.all()
    assert (session.user_id, session.ip) == (ada.pk, "203.0.113.7")
    assert phone.carry(tokens.json()).get("/api/users/me/").json()["email"] == address_of("ada")


@pytest.mark.parametrize("written", [str.lower, lambda code: f" {code[:3]}-{code[3:]} ", " ".join])
def test_it_may_be_typed_in_any_case_and_with_gaps(phone: Client, written: Any) -> None:
    """Also with the letters that look like digits."""
    request = asked(phone)
    typed = written(last_code().replace("0", "O").replace("1", "l"))
    assert confirm(phone, request, typed).status_code == 200


def test_it_works_once(phone: Client) -> None:
    """The second time, it is over."""
    request, code = asked(phone), last_code()
    assert confirm(phone, request, code).status_code == 200
    assert refused(confirm(phone, request, code)) == (400, "code_expired")
    assert Session.objects.count() == 1


def test_it_has_five_tries(phone: Client) -> None:
    """Then the right one is refused as well."""
    request, code = asked(phone), last_code()
    for _ in range(4):
        assert refused(confirm(phone, request, wrong(code))) == (400, "code_invalid")
    assert refused(confirm(phone, request, wrong(code))) == (400, "code_invalid")
    assert refused(confirm(phone, request, code)) == (400, "code_expired")


def test_the_fifth_try_may_be_right(phone: Client) -> None:
    """Four were wrong."""
    request, code = asked(phone), last_code()
    for _ in range(4):
        confirm(phone, request, wrong(code))
    assert confirm(phone, request, code).status_code == 200


def test_it_works_for_ten_minutes(phone: Client) -> None:
    """As the row says."""
    request, code = asked(phone), last_code()
    row = MailedCode.objects.get()
    assert row.expires_at - row.created_at == timedelta(minutes=10)
    MailedCode.objects.update(expires_at=timezone.now())
    assert refused(confirm(phone, request, code)) == (400, "code_expired")


def test_the_code_alone_opens_nothing(phone: Client) -> None:
    """Whoever reads the mail doesn't know the request, and has only their own."""
    asked(phone)
    code = last_code()
    thief = device("198.51.100.1")
    own = asked(thief)
    assert refused(confirm(thief, "x" * 43, code)) == (400, "code_expired")
    assert refused(confirm(thief, own, code)) == (400, "code_invalid")


def test_each_request_has_a_code_of_its_own(phone: Client) -> None:
    """An earlier one is still good with its own request."""
    first, code = asked(phone), last_code()
    second = asked(phone)
    assert code_for("ADA@example.com") == last_code() != code
    assert refused(confirm(phone, second, code)) == (400, "code_invalid")
    assert confirm(phone, first, code).status_code == 200


def test_neither_the_code_nor_the_request_is_stored(phone: Client) -> None:
    """Nobody who reads the table can sign in."""
    request, code = asked(phone), last_code()
    stored = repr(MailedCode.objects.values().get())
    assert request not in stored
    assert code not in stored


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "ABCDEF"},
        {"request": "x"},
        {"request": "", "code": ""},
        {"request": [], "code": {}},
        {"request": "x" * 129, "code": "x"},
        {"request": "x", "code": "x" * 65},
    ],
)
def test_odd_input_is_refused(phone: Client, body: dict[str, object]) -> None:
    """With 400."""
    answer = phone.post("/api/token/code/confirm/", body, format="json")
    assert answer.status_code == 400, answer.content


@pytest.mark.parametrize("path", ["code/", "code/confirm/", "link/"])
@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\ud83d\\ude00", "a@\\ud800.com"])
def test_letters_that_nothing_can_hold_are_refused(phone: Client, path: str, text: str) -> None:
    """With 400, wherever they are."""
    body = f'{{"email": "{text}", "request": "{text}", "code": "{text}", "token": "{text}", "confirmed": true}}'
    answer = phone.post(f"/api/token/{path}", body, content_type="application/json")
    assert answer.status_code == 400, answer.content


def test_odd_letters_are_a_wrong_code(phone: Client) -> None:
    """Whatever they become in upper case."""
    request = asked(phone)
    for code in ("\u00df", "\u0130" * 3, "\u0149", "\u202eABCDEF", "\uff10" * 6):
        assert refused(confirm(phone, request, code)) == (400, "code_invalid")


def test_a_disabled_user_gets_no_mail(phone: Client, ada: Person) -> None:
    """The answer is the same."""
    ada.is_active = False
    ada.save()
    assert ask(phone).status_code == 200
    assert mail.outbox == []


def test_a_user_who_was_disabled_meanwhile_is_refused(phone: Client, ada: Person) -> None:
    """The code is right, and that opens nothing."""
    request = asked(phone)
    ada.is_active = False
    ada.save()
    assert refused(confirm(phone, request, last_code())) == (401, "no_active_account")
    assert Session.objects.count() == 0
