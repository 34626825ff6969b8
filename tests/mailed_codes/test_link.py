"""Signing in by the link: at once in the browser that asked, in another one after a confirmation, by no GET."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from drf_signet.accounts.links import Purpose, make_token
from drf_signet.mailed_codes.models import MailedCode
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person
from tests.mailed_codes.asking import FIREFOX, asked, confirm, device, follow, last_code, last_link, wrong

pytestmark = pytest.mark.usefixtures("ada")
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)


def laptop() -> Client:
    """Another browser than the one that asks, in another place."""
    return device("198.51.100.1", SAFARI)


def code_of(answer: Any) -> tuple[int, str]:
    """The status and the code of *answer*."""
    return answer.status_code, answer.json()["code"]


def test_it_signs_in_at_once_where_it_was_asked_for(phone: Client, ada: Person) -> None:
    """With the request."""
    request = asked(phone)
    assert follow(phone, last_link(), request=request).status_code == 200
    assert Session.objects.get().user_id == ada.pk


def test_elsewhere_it_waits_for_a_confirmation(phone: Client) -> None:
    """Which says from where it was asked for; the session is that of the browser that confirms."""
    asked(phone)
    answer = follow(laptop(), last_link())
    assert code_of(answer) == (409, "confirmation_needed")
    row = MailedCode.objects.get()
    assert answer.json()["asked_from"] == {
        "device": "Firefox on Ubuntu",
        "ip": "203.0.113.7",
        "at": row.created_at.isoformat().replace("+00:00", "Z"),
    }
    assert Session.objects.count() == 0
    assert follow(laptop(), last_link(), confirmed=True).status_code == 200
    assert Session.objects.get().ip == "198.51.100.1"


def test_a_confirmation_elsewhere_signs_nobody_in_who_asked(phone: Client) -> None:
    """The request and the code open nothing then: a stranger may have asked."""
    request, code = asked(phone), last_code()
    assert follow(laptop(), last_link(), confirmed=True).status_code == 200
    assert code_of(confirm(phone, request, code)) == (400, "code_expired")
    assert code_of(follow(phone, last_link(), request=request)) == (400, "link_invalid")
    assert Session.objects.count() == 1


@pytest.mark.parametrize("said", [{"confirmed": False}, {"request": "x" * 43}, {"request": ""}, {"confirmed": "no"}])
def test_nothing_else_is_a_confirmation(phone: Client, said: dict[str, object]) -> None:
    """The request of another device is none either."""
    asked(phone)
    assert follow(laptop(), last_link(), **said).status_code in (400, 409)
    assert Session.objects.count() == 0


def test_the_request_of_another_code_is_none(phone: Client) -> None:
    """A thief has asked, too."""
    asked(phone)
    token = last_link()
    thief = device("198.51.100.9")
    assert code_of(follow(thief, token, request=asked(thief))) == (409, "confirmation_needed")


def test_a_get_uses_nothing_up(phone: Client) -> None:
    """As programs send that look at every link of a mail. Neither does a first POST without a confirmation."""
    request = asked(phone)
    assert phone.get("/api/token/link/", {"token": last_link(), "confirmed": "true"}).status_code == 405
    follow(laptop(), last_link())
    assert follow(phone, last_link(), request=request).status_code == 200


def test_it_works_once(phone: Client) -> None:
    """By the code or by the link."""
    request, code = asked(phone), last_code()
    assert confirm(phone, request, code).status_code == 200
    assert code_of(follow(phone, last_link(), request=request)) == (400, "link_invalid")


def test_it_expires(phone: Client) -> None:
    """With the code."""
    request = asked(phone)
    MailedCode.objects.update(expires_at=timezone.now())
    answer = follow(phone, last_link(), request=request)
    assert code_of(answer) == (400, "link_expired")
    assert answer.json()["token"] == ["This link has expired. Ask for a new one."]


def test_it_works_after_five_wrong_codes(phone: Client) -> None:
    """Strangers who guess don't lock the owner out."""
    request, code = asked(phone), last_code()
    for _ in range(5):
        confirm(phone, request, wrong(code))
    assert follow(laptop(), last_link(), confirmed=True).status_code == 200


@pytest.mark.parametrize("made", [lambda _: "x", lambda token: token[:-1], lambda token: "x" + token])
def test_a_forged_one_is_refused(phone: Client, made: Any) -> None:
    """Nobody learns why."""
    request = asked(phone)
    assert code_of(follow(phone, made(last_link()), request=request, confirmed=True)) == (400, "link_invalid")


def test_a_token_for_another_purpose_is_refused(phone: Client, ada: Person) -> None:
    """Such as that of a password reset, and the other way round."""
    token = make_token(Purpose.PASSWORD_RESET, ada, timezone.now())
    assert code_of(follow(phone, token, confirmed=True)) == (400, "link_invalid")
    asked(phone)
    body = {"token": last_link(), "new_password": "another-horse-battery"}
    assert code_of(phone.post("/api/users/reset_password_confirm/", body)) == (400, "link_invalid")


def test_without_a_page_there_is_no_link(phone: Client) -> None:
    """The mail has a code alone."""
    with signet(SIGN_IN_CODE_URL=None):
        request = asked(phone)
        assert "http" not in str(mail.outbox[-1].body)
        assert "within 10" in str(mail.outbox[-1].body)
        assert confirm(phone, request, last_code()).status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (FIREFOX, "Firefox on Ubuntu"),
        (SAFARI, "Mobile Safari on iOS"),
        ("Your bank: confirm this/1.0", "Unknown device"),
        ("Call-0900-123456/1.0 (Linux; Your bank calls)", "Linux"),
        ("", "Unknown device"),
    ],
)
def test_a_stranger_writes_nothing_into_the_confirmation(user_agent: str, said: str) -> None:
    """Only names that are well known are shown."""
    asked(device(user_agent=user_agent))
    assert follow(laptop(), last_link()).json()["asked_from"]["device"] == said
