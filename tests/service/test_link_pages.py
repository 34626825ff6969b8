"""The pages to which the links in mails lead, in a real browser, with links from real mails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.core.signing import Signer
from playwright.sync_api import Browser, expect

from tests.service.conftest import Service
from tests.service.http import call
from tests.service.looks import look_at
from tests.service.printed_mail import Mail, console_of, mails_to
from tests.service.tabs import Tab, tab
from tests.service.visitor import PASSWORD, Visitor

SECOND = "another-ship-and-a-star"
ON_ITS_WAY = "If this address needs a link, we are sending one. Check your inbox."
NOT_VALID = "This link isn't valid, or it was already used. Ask for a new one."
EXPIRED = "This link has expired. Ask for a new one."
INCOMPLETE = "This address is incomplete. Open the link in the e-mail again."


@pytest.fixture
def opened(browser: Browser, visitor: Visitor) -> Iterator[Tab]:
    """A tab of theirs."""
    with tab(browser, visitor) as one:
        yield one


def expired(service: Service, purpose: str, token: str) -> str:
    """*token*, as it would be had it been made long ago."""
    keys = json.loads((service.folder / "keys.json").read_text())
    signer = Signer(key=keys["SECRET_KEY"], salt=f"drf_signet.accounts.links.{purpose}")
    return signer.sign_object({**signer.unsign_object(token), "until": 1})


def test_an_account_is_opened(opened: Tab, visitor: Visitor) -> None:
    """With a click, and not before; then the token is gone from the address bar, and from no log it ever was in."""
    mail = visitor.sign_up()
    page = opened.page
    page.goto(mail.link)
    button = page.get_by_role("button", name="Confirm address")
    expect(button).to_be_visible()
    look_at(page, "activate")
    assert opened.sent() == []
    assert visitor.sign_in().status == 401

    button.click()

    expect(page.get_by_role("status")).to_have_text("Your e-mail address is confirmed. You can sign in now.")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.locator("form:visible")).to_have_count(0)
    look_at(page, "activate-done")
    assert page.url == f"{visitor.service.url}/activate"
    assert opened.sent() == ['/api/v1/users/activation/ {"token":"' + mail.token + '"}']
    assert visitor.sign_in().status == 200
    mentions = [line for line in console_of(visitor.service).splitlines() if mail.token in line]
    assert mentions == [mail.link]


def test_a_password_is_reset(opened: Tab, visitor: Visitor) -> None:
    """A password that the rules refuse is an error at the field. The token stays valid until a password is set."""
    visitor.open_account()
    mail = visitor.ask_for_reset()
    page = opened.page
    page.goto(mail.link)
    field, button = page.get_by_label("New password"), page.get_by_role("button", name="Set password")
    expect(field).to_be_visible()
    look_at(page, "reset")
    assert visitor.call("POST", "users/reset_password/check/", {"token": mail.token}).status == 204

    field.fill("12345")
    button.click()
    expect(page.get_by_role("alert").first).to_contain_text("This password is too short.")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile("This password is too short."))
    assert field.get_attribute("aria-invalid") == "true"
    look_at(page, "reset-refused")

    field.fill(SECOND)
    button.click()
    expect(page.get_by_role("status")).to_have_text("Your new password is set. Sign in with it.")
    look_at(page, "reset-done")
    assert page.url == f"{visitor.service.url}/reset"
    assert (visitor.sign_in().status, visitor.sign_in(SECOND).status) == (401, 200)


def test_a_long_password_is_not_cut_off(opened: Tab, visitor: Visitor) -> None:
    """1,024 characters are accepted. One more is refused in words, and never is only a part of it set."""
    visitor.open_account()
    page = opened.page
    page.goto(visitor.ask_for_reset().link)
    longest = ("0123456789abcdef" * 64)[:1_024]
    for password, shown in ((f"{longest}x", "no more than 1024 characters"), (longest, "Your new password is set.")):
        page.get_by_label("New password").fill(password)
        page.get_by_role("button", name="Set password").click()
        expect(page.get_by_text(shown)).to_be_visible()
    assert visitor.sign_in(longest).status == 200


def test_an_address_is_confirmed(opened: Tab, visitor: Visitor) -> None:
    """The account keeps its old address until the click."""
    visitor.open_account()
    new = f"new-{visitor.email}"
    mail = visitor.ask_for_address(new)
    page = opened.page
    page.goto(mail.link)
    button = page.get_by_role("button", name="Confirm address")
    expect(button).to_be_visible()
    look_at(page, "confirm")
    assert visitor.sign_in(name=visitor.email).status == 200
    button.click()
    expect(page.get_by_role("status")).to_have_text("Your e-mail address was changed.")
    look_at(page, "confirm-done")
    assert page.url == f"{visitor.service.url}/confirm"
    assert visitor.sign_in(name=new).status == 200


@pytest.mark.parametrize("kind", ["forged", "odd", "missing"])
def test_a_bad_activation_link_gets_another(opened: Tab, visitor: Visitor, kind: str) -> None:
    """The page says what is wrong, and its form sends another link, which works."""
    good = visitor.sign_up().token
    bad = {
        "forged": f"{good[:-1]}{'A' if good[-1] != 'A' else 'B'}",
        "odd": "%E0%A4%A",
        "missing": "",
    }[kind]
    page = opened.page
    page.goto(f"/activate#{bad}")
    if kind != "missing":
        page.get_by_role("button", name="Confirm address").click()
    said = INCOMPLETE if kind == "missing" else NOT_VALID
    expect(page.get_by_role("alert")).to_have_text(said)
    expect(page.get_by_role("alert")).to_be_focused()
    look_at(page, f"activate-{kind}")

    page.get_by_label("E-mail address").fill(visitor.email)
    page.get_by_role("button", name="Send a new link").click()
    expect(page.get_by_role("status")).to_have_text(ON_ITS_WAY)
    expect(page.get_by_role("status")).to_be_focused()
    page.goto(mails_to(visitor.service, visitor.email, 2)[-1].link)
    page.get_by_role("button", name="Confirm address").click()
    expect(page.get_by_role("status")).to_contain_text("Your e-mail address is confirmed.")


@pytest.mark.parametrize("kind", ["expired", "used", "missing"])
def test_a_bad_reset_link_gets_another(opened: Tab, visitor: Visitor, kind: str) -> None:
    """The page says so before it asks for a password."""
    visitor.open_account()
    good = visitor.ask_for_reset().token
    if kind == "used":
        body = {"token": good, "new_password": SECOND}
        assert visitor.call("POST", "users/reset_password_confirm/", body).status == 204
    bad = {"expired": expired(visitor.service, "password_reset", good), "used": good, "missing": ""}[kind]
    page = opened.page
    page.goto(f"/reset#{bad}")
    said = {"expired": EXPIRED, "used": NOT_VALID, "missing": INCOMPLETE}[kind]
    expect(page.get_by_role("alert")).to_have_text(said)
    expect(page.get_by_label("New password")).to_be_hidden()
    # The page is no longer about a password, and says where else to go.
    expect(page.get_by_role("heading", level=1)).to_have_text("Get a new link")
    expect(page).to_have_title("Get a new link - Signet")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("link", name="Front page")).to_be_visible()
    look_at(page, f"reset-{kind}")

    sent = len(mails_to(visitor.service, visitor.email))
    page.get_by_label("E-mail address").fill(visitor.email)
    page.get_by_role("button", name="Send a new link").click()
    expect(page.get_by_role("status")).to_have_text(ON_ITS_WAY)
    look_at(page, "reset-again")
    # The link is opened in the same tab, whose address differs in the fragment only.
    page.goto(mails_to(visitor.service, visitor.email, sent + 1)[-1].link)
    expect(page.get_by_label("New password")).to_be_visible()


@pytest.mark.parametrize("fragment", ["", "forged"])
def test_a_bad_link_to_a_new_address_says_so(opened: Tab, visitor: Visitor, fragment: str) -> None:
    """Only a user who is signed in can ask for another link, so the page has no form."""
    page = opened.page
    page.goto(f"/confirm#{fragment}")
    if fragment:
        page.get_by_role("button", name="Confirm address").click()
    expect(page.get_by_role("alert")).to_have_text(NOT_VALID if fragment else INCOMPLETE)
    expect(page.get_by_text("ask for the change again")).to_be_visible()
    expect(page.locator("form:visible")).to_have_count(0)
    look_at(page, f"confirm-{fragment or 'missing'}")


@pytest.mark.parametrize("path", ["/activate", "/reset"])
def test_an_unknown_address_is_answered_alike(opened: Tab, visitor: Visitor, path: str) -> None:
    """And the page refuses a malformed address in words, at the field."""
    page = opened.page
    page.goto(path)
    field, button = page.get_by_label("E-mail address"), page.get_by_role("button", name="Send a new link")
    field.fill("ü@example.com")
    page.locator("#again").evaluate("it => it.noValidate = true")
    button.click()
    expect(page.locator("#again-problem")).to_contain_text("Enter a valid")
    expect(field).to_be_focused()
    look_at(page, f"{path[1:]}-odd-address")
    field.fill("nobody-at-all@example.com")
    button.click()
    expect(page.get_by_role("status")).to_have_text(ON_ITS_WAY)


def test_who_asks_too_often_is_told_so(opened: Tab, visitor: Visitor) -> None:
    """In words, and the form stays."""
    for _ in range(30):
        assert visitor.call("POST", "users/resend_activation/", {"email": visitor.email}).status == 204
    page = opened.page
    page.goto("/activate")
    page.get_by_label("E-mail address").fill(visitor.email)
    page.get_by_role("button", name="Send a new link").click()
    expect(page.locator("#again-problem")).to_contain_text("seconds")
    look_at(page, "activate-throttled")


def new_device(visitor: Visitor) -> Mail:
    """The mail about a sign-in on a second device."""
    visitor.open_account()
    assert visitor.sign_in().status == 200
    before = len(mails_to(visitor.service, visitor.email))
    headers = {**visitor.place, "User-Agent": "curl/8.5.0"}
    body = {"username": visitor.username, "password": PASSWORD}
    assert call(visitor.service, "POST", "/api/v1/token/", body, headers=headers).status == 200
    return mails_to(visitor.service, visitor.email, before + 1)[-1]


def test_a_strange_sign_in_is_undone(opened: Tab, visitor: Visitor) -> None:
    """With a click, and not before. Then the way to a new password is offered."""
    mail, page = new_device(visitor), opened.page
    assert mail.subject.startswith("New sign-in to your account")
    assert mail.link.startswith(f"{visitor.service.url}/not-me#")
    page.goto(mail.link)
    button = page.get_by_role("button", name="It wasn't me")
    expect(button).to_be_visible()
    look_at(page, "not-me")
    assert opened.sent() == []

    button.click()

    expect(page.get_by_role("status")).to_contain_text("That device is signed out. Now set a new password")
    look_at(page, "not-me-done")
    page.get_by_role("link", name="Set a new password").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()
    assert page.url.endswith("/#/forgot-password")


def test_no_new_password_is_offered_where_its_link_would_go_elsewhere(opened: Tab, visitor: Visitor) -> None:
    """Whoever signed in has changed the address."""
    mail, page = new_device(visitor), opened.page
    change = visitor.ask_for_address(f"eve-{visitor.email}")
    assert visitor.call("POST", "users/set_email_confirm/", {"token": change.token}).status == 204
    page.goto(mail.link)
    page.get_by_role("button", name="It wasn't me").click()
    expect(page.get_by_role("status")).to_contain_text("We can't send you a link")
    expect(page.get_by_role("link", name="Set a new password")).to_have_count(0)
