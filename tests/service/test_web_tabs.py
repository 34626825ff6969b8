"""The web app in two tabs of one browser: what happens in one shows in the other."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.service.tabs import tab
from tests.service.visitor import Visitor
from tests.service.web_app import DOOR, go_to, press, sign_in


def test_signing_in_and_out_shows_in_the_other_tab(browser: Browser, visitor: Visitor) -> None:
    """Without a reload, and said in words."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        here = opened.page
        here.goto("/")
        there = here.context.new_page()
        sign_in(there, visitor)
        expect(here.get_by_role("heading", level=1)).to_have_text(f"Hello, {visitor.username}")
        expect(here.get_by_text("You signed in in another tab.").first).to_be_visible()
        go_to(here, "Sessions")
        press(there, "Sign out")
        expect(here.get_by_role("heading", level=1)).to_have_text(DOOR)
        expect(here.get_by_role("status").filter(has_text="You signed out in another tab.")).to_be_visible()


def test_a_refresh_is_handed_over(browser: Browser, visitor: Visitor) -> None:
    """The other tab has the next token, and says where from."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        here = opened.page
        sign_in(here, visitor)
        there = here.context.new_page()
        there.goto("/")
        go_to(there, "Token")
        press(there, "Get a new token")
        expect(here.get_by_text("Another tab got a new access token and shared it.").first).to_be_visible()
        assert [one for one in opened.sent() if "refresh" in one] == []


def test_signing_out_on_another_device_is_told(browser: Browser, visitor: Visitor) -> None:
    """At the next request, in words and not in codes."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        sign_in(page, visitor)
        tokens = visitor.sign_in().body
        assert visitor.call("POST", "logout/all/", {"refresh": tokens["refresh"]}).status == 204
        go_to(page, "Sessions")
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)
        expect(page.get_by_role("status").filter(has_text="Your session has ended. Sign in again.")).to_be_visible()
