"""Signing in with a code by mail, or with the link beside it, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.service.looks import look_at
from tests.service.printed_mail import Mail, mails_to
from tests.service.tabs import tab
from tests.service.visitor import Visitor
from tests.service.web_app import press, violations


def ask(page: Page, visitor: Visitor) -> Mail:
    """From the front page, for a code; the mail with it."""
    before = len(mails_to(visitor.service, visitor.email))
    page.goto("/")
    page.get_by_role("link", name="Mail me a code").click()
    page.get_by_label("E-mail address").fill(visitor.email)
    press(page, "Send me a code")
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")
    return mails_to(visitor.service, visitor.email, before + 1)[-1]


def code_in(mail: Mail) -> str:
    """The code, as it is written there."""
    (code,) = re.findall(r"(?m)^\s*([A-Z0-9]{3,5}[- ][A-Z0-9]{3,5}|[A-Z0-9]{6,8})\s*$", mail.text)
    return str(code)


def test_a_code_signs_in(browser: Browser, visitor: Visitor) -> None:
    """In any case. A wrong one is shown as such, and may be corrected."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        code = code_in(ask(page, visitor))
        check(page, "code-asked")
        page.get_by_label("Code", exact=True).fill("222222")
        press(page, "Sign in")
        expect(page.get_by_role("alert").filter(has_text="This code isn't right.")).to_be_visible()
        check(page, "code-refused")
        page.get_by_label("Code", exact=True).fill(code.lower())
        press(page, "Sign in")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}")
        assert "#" not in page.url
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}")


def test_the_link_signs_in_where_it_was_asked_for(browser: Browser, visitor: Visitor) -> None:
    """At once. Its token doesn't stay in the address."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        link = ask(page, visitor).link
        page.goto("about:blank")
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}")
        assert "#" not in page.url


def test_elsewhere_it_asks_first(browser: Browser, visitor: Visitor) -> None:
    """It says where it was asked for. A reader who says no leaves it as it was."""
    visitor.open_account()
    with tab(browser, visitor) as asking, tab(browser, Visitor(visitor.service)) as other:
        link, page = ask(asking.page, visitor).link, other.page
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in on this device?")
        expect(page.get_by_text(visitor.place["X-Forwarded-For"])).to_be_visible()
        check(page, "link-elsewhere")
        press(page, "It wasn't me")
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        page.goto("about:blank")
        page.goto(link)
        press(page, "It was me: sign me in here")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}")
        asking.page.reload()
        expect(asking.page.get_by_role("button", name="Sign out", exact=True)).to_have_count(0)


def test_a_link_works_once(browser: Browser, visitor: Visitor) -> None:
    """Then the page says so, and how to get another."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        link = ask(page, visitor).link
        for _ in range(2):
            page.goto("about:blank")
            page.goto(link)
            expect(page.get_by_role("heading", level=1)).not_to_have_text("Signing you in…")
        expect(page.get_by_role("heading", level=1)).to_have_text("This link doesn't work")
        check(page, "link-used")


def check(page: Page, name: str) -> None:
    """In light and dark, narrow and wide."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme
    look_at(page, f"web-{name}")
