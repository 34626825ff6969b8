"""The life of an account, from the sign-up to its deletion, as a client over HTTP and a reader of the mails see it."""

from __future__ import annotations

import re

import pytest

from tests.service.conftest import Service
from tests.service.printed_mail import RULE, console_of, mails_to
from tests.service.visitor import PASSWORD, Visitor

SECOND = "another-ship-and-a-star"
THIRD = "no-ship-and-no-star-at-all"
UNKNOWN = {"detail": "No active account found with the given credentials", "code": "no_active_account"}


@pytest.fixture
def visitor(service: Service) -> Visitor:
    """Somebody without an account."""
    return Visitor(service)


def test_an_account_opens_with_the_link(visitor: Visitor) -> None:
    """Before that, a right password is told so and a wrong one nothing; then both names sign in, in any case."""
    mail = visitor.sign_up(email=visitor.email.upper(), first_name="Grace")
    assert mail.link.startswith(f"{visitor.service.url}/activate#")

    early = visitor.sign_in()
    assert (early.status, early.body["code"]) == (401, "email_not_verified")
    assert visitor.sign_in("wrong").body == UNKNOWN

    for _ in range(2):
        assert visitor.call("POST", "users/activation/", {"token": mail.token}).status == 204

    for name in (visitor.username, visitor.email, visitor.email.upper()):
        assert visitor.sign_in(name=name).status == 200
    me = visitor.call("GET", "users/me/", token=visitor.sign_in().body["access"]).body
    assert (me["email"], me["email_verified"], me["first_name"]) == (visitor.email, True, "Grace")


def test_an_account_changes_and_ends(visitor: Visitor) -> None:
    """Names, password, address, a forgotten password, and the end: each with the mail that belongs to it."""
    visitor.open_account()
    here, elsewhere = visitor.sign_in().body, visitor.sign_in().body
    access = here["access"]

    changed = visitor.call("PATCH", "users/me/", {"last_name": "Hopper"}, access)
    assert (changed.status, changed.body["last_name"]) == (200, "Hopper")
    assert visitor.call("PATCH", "users/me/", {"email": "x@example.com"}, access).body.keys() == {"email", "code"}

    body = {"current_password": PASSWORD, "new_password": SECOND}
    assert visitor.call("POST", "users/set_password/", body, access).status == 204
    assert "was changed" in mails_to(visitor.service, visitor.email, 2)[-1].subject
    assert visitor.call("POST", "token/refresh/", {"refresh": elsewhere["refresh"]}).status == 401
    assert visitor.call("POST", "token/refresh/", {"refresh": here["refresh"]}).status == 200
    assert (visitor.sign_in().status, visitor.sign_in(SECOND).status) == (401, 200)

    new = f"new-{visitor.email}"
    body = {"current_password": SECOND, "new_email": new}
    assert visitor.call("POST", "users/set_email/", body, access).status == 204
    (mail,) = mails_to(visitor.service, new)
    assert mail.link.startswith(f"{visitor.service.url}/confirm#")
    assert visitor.call("GET", "users/me/", token=access).body["email"] == visitor.email
    assert visitor.call("POST", "users/set_email_confirm/", {"token": mail.token}).status == 204
    assert visitor.call("GET", "users/me/", token=visitor.sign_in(SECOND).body["access"]).body["email"] == new
    assert mails_to(visitor.service, visitor.email, 3)[-1].subject.startswith("The e-mail address")
    assert (visitor.sign_in(SECOND, visitor.email).status, visitor.sign_in(SECOND, new.upper()).status) == (401, 200)

    before = visitor.sign_in(SECOND).body
    assert visitor.call("POST", "users/reset_password/", {"email": new}).status == 204
    mail = mails_to(visitor.service, new, 2)[-1]
    assert mail.link.startswith(f"{visitor.service.url}/reset#")
    assert visitor.call("POST", "users/reset_password/check/", {"token": mail.token}).status == 204
    refused = visitor.call("POST", "users/reset_password_confirm/", {"token": mail.token, "new_password": "12345"})
    assert (refused.status, refused.body.keys()) == (400, {"new_password", "code"})
    body = {"token": mail.token, "new_password": THIRD}
    assert visitor.call("POST", "users/reset_password_confirm/", body).status == 204
    assert visitor.call("POST", "users/reset_password_confirm/", body).body.keys() == {"token", "code"}
    assert visitor.call("POST", "token/refresh/", {"refresh": before["refresh"]}).status == 401

    access = visitor.sign_in(THIRD).body["access"]
    wrong = visitor.call("DELETE", "users/me/", {"current_password": SECOND}, access)
    assert (wrong.status, wrong.body.keys()) == (400, {"current_password", "code"})
    assert visitor.call("DELETE", "users/me/", {"current_password": THIRD}, access).status == 204
    assert visitor.call("GET", "users/me/", token=access).status == 401
    assert visitor.sign_in(THIRD).body == UNKNOWN


def test_a_mail_is_printed_to_be_read(visitor: Visitor) -> None:
    """Whom it is for, its subject, its text with the link on a line of its own, and a rule above and below."""
    mail = visitor.sign_up()
    (block,) = re.findall(rf"(?s){RULE}\nMail to {visitor.email}\n.*?{RULE}\n", console_of(visitor.service))
    lines = block.splitlines()
    assert lines[1:4] == [f"Mail to {visitor.email}", "Subject: Confirm your e-mail address at Signet Demo", ""]
    assert lines.count(RULE) == 2
    assert lines[-2].strip(), "nothing but the rule follows the text"
    assert lines.count(mail.link) == 1
    noise = ("MIME", "Content-", "boundary", "=\n", "=3D", "<", "Message-ID", "Auto-Submitted", "&#")
    assert [one for one in noise if one in block] == []


def test_the_owner_of_an_address_is_told_of_a_second_sign_up(visitor: Visitor) -> None:
    """The answer is the same as for a new address. The mail names the account, and a way to sign in to it."""
    visitor.open_account()
    second, fresh = Visitor(visitor.service), Visitor(visitor.service)
    given = {"username": second.username, "email": visitor.email, "password": SECOND}
    answer = second.call("POST", "users/", given)
    usual = fresh.call("POST", "users/", {"username": fresh.username, "email": fresh.email, "password": SECOND})
    assert (answer.status, answer.body) == (usual.status, usual.body) == (201, answer.body)
    mail = mails_to(visitor.service, visitor.email, 2)[-1]
    assert visitor.username in mail.text
    assert mail.link.startswith(f"{visitor.service.url}/reset#")
    assert second.sign_in(SECOND).body == fresh.sign_in(SECOND).body
    assert second.sign_in(SECOND, visitor.email).body == fresh.sign_in(SECOND, fresh.email).body
    assert fresh.sign_in(SECOND).body["code"] == "email_not_verified"
