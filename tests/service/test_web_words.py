"""What strangers stumbled over in the web app: a word that stays, sentences that run together, and dead ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.service.looks import WIDTHS
from tests.service.tabs import tab
from tests.service.visitor import Visitor
from tests.service.web_app import DOOR, MEMBER_VIEWS, go_to, member_at, press, sign_in

TARGETS = """() => [...document.querySelectorAll("a, button, input, textarea, summary")]
    .filter((it) => it.checkVisibility() && !it.closest("p:not(.ways, .buttons), .panels"))
    .map((it) => [it.outerHTML, (it.closest("label") ?? it).getBoundingClientRect().height])
    .filter(([, height]) => height < 43.5)"""
"""What is too small for a finger. Links within a sentence and cards that are links as a whole are not asked."""


def test_the_first_page_of_the_demo(browser: Browser, visitor: Visitor) -> None:
    """It says what this is, shows the picture, and has one button; the brand leads there from anywhere."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
        for client, bars in (("Our client", 11), ("The tutorial's client", 15)):
            expect(page.get_by_role("region", name=client).get_by_role("listitem")).to_have_count(bars)
        expect(page.locator("button.first")).to_have_count(1)
        page.goto("/#/sign-up")
        page.get_by_role("banner").get_by_role("link", name="Signet").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)


def test_a_button_says_what_it_does_next(browser: Browser, visitor: Visitor) -> None:
    """A password that is shown can be hidden."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/")
        field = page.get_by_label("Password", exact=True)
        press(page, "Show Password")
        expect(field).to_have_attribute("type", "text")
        press(page, "Hide Password")
        expect(field).to_have_attribute("type", "password")


def test_each_problem_stands_alone(browser: Browser, visitor: Visitor) -> None:
    """In a list, where a field has several."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/#/sign-up")
        page.get_by_label("Username").fill(visitor.username)
        page.get_by_label("E-mail address").fill(visitor.email)
        page.get_by_label("Password", exact=True).fill("12345")
        press(page, "Create account")
        problems = page.locator("form").get_by_role("listitem")
        expect(problems.first).to_contain_text("too short")
        expect(problems).to_have_count(3)


@pytest.mark.parametrize("is_member", [False, True])
def test_an_unknown_address_says_so(browser: Browser, visitor: Visitor, *, is_member: bool) -> None:
    """And leads home."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        if is_member:
            sign_in(page, visitor)
        page.goto("/#/nowhere")
        expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address.")
        page.get_by_role("link", name="Go to the front page").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}" if is_member else DOOR)


def test_every_view_fits_a_finger(browser: Browser, visitor: Visitor) -> None:
    """On a phone, in two rows of a header; and each view has one first button at most."""
    with member_at(browser, visitor, "Home") as opened:
        page = opened.page
        page.set_viewport_size({"width": WIDTHS[0], "height": 812})
        for view in MEMBER_VIEWS:
            go_to(page, view)
            assert page.evaluate(TARGETS) == [], view
            assert page.get_by_role("banner").evaluate("(it) => it.offsetHeight") < 120
            assert page.evaluate("document.documentElement.scrollHeight") < 2_400, view
            assert page.locator("main button.first").count() <= 1, view
