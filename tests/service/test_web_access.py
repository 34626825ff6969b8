"""The web app for everybody: axe finds nothing, the keyboard does everything; on a phone, on a desk, in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.service.looks import look_at
from tests.service.tabs import tab
from tests.service.visitor import PASSWORD, Visitor
from tests.service.web_app import DOOR, MEMBER_VIEWS, go_to, member_at, press, violations

HAS_OUTLINE = (
    """(it) => [it, it.closest("label")].some((one) => one && getComputedStyle(one).outlineStyle !== "none")"""
)


@pytest.mark.parametrize("view", ["sign-in", "sign-up", "forgot-password", "code", "token", "nowhere"])
def test_views_of_visitors(browser: Browser, visitor: Visitor, view: str) -> None:
    """Each as it opens, and those with a form after a refusal as well."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto(f"/#/{view}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page, f"visitor-{view}")


def test_what_a_visitor_is_told(browser: Browser, visitor: Visitor) -> None:
    """After a refused sign-in, a sign-up with faults, and one without."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        page.get_by_label("Password", exact=True).fill("wrong")
        press(page, "Sign in")
        expect(page.get_by_role("alert").filter(has_text="The username or the password is wrong.")).to_be_visible()
        check(page, "sign-in-refused")
        page.goto("/#/sign-up")
        page.get_by_label("Username").fill("not a name")
        page.get_by_label("E-mail address").fill(visitor.email)
        page.get_by_label("Password", exact=True).fill("12345")
        press(page, "Create account")
        expect(page.get_by_label("Username")).to_have_attribute("aria-invalid", "true")
        check(page, "sign-up-refused")
        page.get_by_label("Username").fill(visitor.username)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        press(page, "Create account")
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your inbox")
        check(page, "sign-up-done")


@pytest.mark.parametrize("view", MEMBER_VIEWS)
def test_views_of_members(browser: Browser, visitor: Visitor, view: str) -> None:
    """Each as it opens."""
    with member_at(browser, visitor, view) as opened:
        page = opened.page
        if view == "Sessions":
            expect(page.get_by_text("this device", exact=True)).to_be_visible()
        check(page, view.lower().replace(" ", "-"))


def test_views_in_the_middle_of_something(browser: Browser, visitor: Visitor) -> None:
    """Bars of both clients, the acts of a theft, and the question before the end of an account."""
    with member_at(browser, visitor, "Requests") as opened:
        page = opened.page
        press(page, "Send 5 requests")
        expect(page.get_by_role("status").filter(has_text="5 requests, 5 refreshes")).to_be_visible()
        check(page, "requests-sent")
        go_to(page, "Theft")
        page.get_by_label("Your password", exact=True).fill(PASSWORD)
        press(page, "Open a second session")
        press(page, "Copy the refresh token")
        press(page, "Refresh twice")
        check(page, "theft-refreshed")
        go_to(page, "Account")
        press(page, "Delete my account…")
        expect(page.get_by_role("dialog")).to_be_visible()
        check(page, "account-question")


def check(page: Page, name: str) -> None:
    """In light and dark, narrow and wide."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(page) == [], scheme
    look_at(page, f"web-{name}")


def test_the_keyboard_does_everything(browser: Browser, visitor: Visitor) -> None:
    """Signing in, going somewhere, making a choice and signing out, with the focus where the reader is."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        field = page.get_by_label("Username or e-mail address")
        tab_to(page, field)
        page.keyboard.press("Control+A")
        page.keyboard.type(visitor.username)
        page.keyboard.press("Tab")
        expect(page.get_by_label("Password", exact=True)).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        tab_to(page, page.get_by_role("navigation", name="Views").get_by_role("link", name="Requests"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="Requests")).to_be_focused()
        tab_to(page, page.get_by_role("radio", name="Both clients"))
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="Our client")).to_be_checked()
        tab_to(page, page.get_by_role("button", name="Sign out", exact=True))
        page.keyboard.press("Space")
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def tab_to(page: Page, place: Locator) -> None:
    """Press the Tab key until *place* has the focus, and can be seen to have it."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if place.evaluate("(it) => it === document.activeElement"):
            assert place.evaluate(HAS_OUTLINE)
            return
    raise AssertionError("no way there by keyboard")


def test_without_javascript_there_is_a_sentence(browser: Browser, visitor: Visitor) -> None:
    """And the way to the API."""
    with tab(browser, visitor, javascript=False) as opened:
        opened.page.goto("/")
        expect(opened.page.locator("noscript p")).to_contain_text("This page needs JavaScript.")
