"""What a visitor does in another language than English, and meets no English on the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.service.printed_mail import mails_to
from tests.service.tabs import tab
from tests.service.translations import Translations
from tests.service.visitor import PASSWORD, Visitor
from tests.service.web_app import press

LOCALES: Final = {"de": "de-AT", "es": "es-MX", "fr": "fr-CA", "ja": "ja-JP"}
WIDTHS: Final = (375, 1280)


def live_in(language: str, browser: Browser, visitor: Visitor) -> None:
    """Sign up, follow the link of the mail, be refused, sign in, and see every view."""
    text = Translations(language)
    known = (visitor.username, visitor.email)
    with tab(browser, visitor, locale=LOCALES[language]) as opened:
        page = opened.page
        page.goto("/")
        look(page, text, "sign-in", *known)
        expect(page.locator("html")).to_have_attribute("lang", language)

        sign_up(page, visitor)
        expect(page.locator("form button.first")).to_have_count(0)
        look(page, text, "mail", *known)
        page.goto(mails_to(visitor.service, visitor.email)[-1].link)
        look(page, text, "activate", *known)
        page.locator("#follow button").click()
        expect(page.locator("#done")).not_to_be_empty()
        look(page, text, "activated", *known)
        page.goto("/#/sign-up")
        sign_up(page, visitor)
        expect(page.locator("[aria-invalid=true]")).to_be_focused()
        look(page, text, "taken", *known)

        page.goto("/")
        give(page, text, visitor.username, "wrong")
        expect(
            page.get_by_role("alert").filter(has_text=text("The username or the password is wrong."))
        ).to_be_visible()
        look(page, text, "wrong", *known)
        give(page, text, visitor.username, PASSWORD)
        expect(page.get_by_role("button", name=text("Sign out"), exact=True)).to_be_visible()
        see_every_view(page, text, *known)


def see_every_view(page: Page, text: Translations, *known: str) -> None:
    """Each by its link, as its heading says."""
    links = page.locator("header nav a")
    for number in range(links.count()):
        links.nth(number).click()
        expect(links.nth(number)).to_have_attribute("aria-current", "page")
        expect(page.get_by_text(text("Loading…"))).to_have_count(0)
        look(page, text, f"view-{number}", *known)


def sign_up(page: Page, visitor: Visitor) -> None:
    """Fill in the form, and send it."""
    page.goto("/#/sign-up")
    page.locator("input[name=username]").fill(visitor.username)
    page.locator("input[name=email]").fill(visitor.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button.first").click()


def give(page: Page, text: Translations, name: str, password: str) -> None:
    """Fill in the form to sign in, and send it."""
    page.get_by_label(text("Username or e-mail address")).fill(name)
    page.get_by_label(text("Password"), exact=True).fill(password)
    press(page, text("Sign in"))


def look(page: Page, text: Translations, name: str, *known: str) -> None:
    """
    Nothing of *page* is English, and nothing scrolls sideways.

    Where SIGNET_PICTURES names a folder, pictures are kept there for people to look at.
    """
    assert (name, text.english_on(page, *known)) == (name, [])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        if folder := os.environ.get("SIGNET_PICTURES"):
            page.screenshot(path=Path(folder) / f"{text.language}-{name}-{width}.png", full_page=True)
