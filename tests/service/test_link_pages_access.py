"""The pages for links: by keyboard alone, without JavaScript, and under a policy that lets nothing else in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.service.conftest import Service
from tests.service.http import call
from tests.service.looks import look_at
from tests.service.tabs import tab
from tests.service.visitor import Visitor

PAGES = ("/activate", "/reset", "/confirm", "/not-me")


def test_the_keyboard_opens_an_account(browser: Browser, visitor: Visitor) -> None:
    """The button is the first stop after the way home; the message gets the focus, so that it is read out."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto(visitor.sign_up().link)
        expect(page.get_by_role("button")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("banner").get_by_role("link", name="Signet")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Confirm address")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_focused()


def test_the_keyboard_sets_a_password(browser: Browser, visitor: Visitor) -> None:
    """Field, switch, button; after a refusal the focus is in the field again."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto(visitor.ask_for_reset().link)
        field = page.get_by_label("New password")
        expect(field).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(field).to_be_focused()
        page.keyboard.type("12345")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Show password")).to_be_focused()
        page.keyboard.press("Space")
        expect(field).to_have_attribute("type", "text")
        page.get_by_role("button", name="Hide password").press("Space")
        expect(field).to_have_attribute("type", "password")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Set password")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").first).to_contain_text("too short")
        expect(field).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("another-ship-and-a-star")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_focused()


def test_the_keyboard_asks_for_another_link(browser: Browser, visitor: Visitor) -> None:
    """From the message on, the next stop is the field."""
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto("/activate#forged")
        page.get_by_role("button", name="Confirm address").press("Enter")
        expect(page.get_by_role("alert")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_label("E-mail address")).to_be_focused()
        page.keyboard.type("nobody@example.com")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_focused()


def test_a_press_too_many_sends_nothing(browser: Browser, visitor: Visitor) -> None:
    """While the answer is awaited, the button says so and keeps the focus."""
    mail = visitor.sign_up()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    with tab(browser, visitor) as opened:
        page = opened.page
        page.route("**/users/activation/", hold)
        page.goto(mail.link)
        button = page.get_by_role("button")
        button.focus()
        for _ in range(3):
            page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-disabled", "true")
        expect(button).to_be_focused()
        (route,) = waiting
        route.continue_()
        expect(page.get_by_role("status")).to_be_visible()
        assert len(opened.sent()) == 1


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (503, '{"detail": "Busy."}', "Busy."),
        (500, "<h1>Server Error</h1>", "Something went wrong. Try again later."),
        (0, "", "The service can't be reached. Try again later."),
    ],
)
def test_a_service_in_trouble_is_told_in_words(
    browser: Browser, visitor: Visitor, status: int, body: str, said: str
) -> None:
    """The link stays valid, and the user can press the button again."""
    mail = visitor.sign_up()
    with tab(browser, visitor) as opened:
        page = opened.page
        page.goto(mail.link)
        troubled = "**/users/activation/"
        page.route(troubled, lambda route: route.fulfill(status=status, body=body) if status else route.abort())
        button = page.get_by_role("button")
        button.press("Enter")
        expect(page.get_by_role("alert").first).to_have_text(said)
        expect(button).to_be_focused()
        look_at(page, f"activate-trouble-{status}")
        assert page.url == mail.link
        opened.complaints.clear()
        page.unroute(troubled)
        button.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Your e-mail address is confirmed.")


@pytest.mark.parametrize("path", PAGES)
def test_without_javascript_there_is_a_sentence(browser: Browser, visitor: Visitor, path: str) -> None:
    """And no form that leads nowhere."""
    with tab(browser, visitor, javascript=False) as opened:
        page = opened.page
        page.goto(f"{path}#token")
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.locator("noscript p")).to_contain_text("This page needs JavaScript")
        expect(page.locator("form:visible")).to_have_count(0)
        look_at(page, f"{path[1:]}-without-javascript")


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_is_strict(demo: Service, path: str) -> None:
    """Files of ours only, nothing inline, no frame around it, in no cache, and no other page learns its address."""
    answer = call(demo, "GET", path)
    page = answer.body.decode()
    policy = dict(one.split(" ", 1) for one in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    # A block of JSON is data: no browser runs it.
    script = r"<script(?![^>]*(?:\ssrc=|type=\"application/json\"))"
    assert re.findall(rf"<style|{script}|\sstyle=|\son\w+=|https?://", page) == []
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_the_pages_are_to_be_read(demo: Service, method: str) -> None:
    """What changes something is an endpoint."""
    assert call(demo, method, "/activate", {"token": "x"}).status in (403, 405)


@pytest.mark.parametrize("path", PAGES)
def test_a_scanner_changes_nothing(visitor: Visitor, path: str) -> None:
    """Even one that asks with the token in the query, as programs do that know no fragment."""
    mail = visitor.sign_up()
    assert call(visitor.service, "GET", f"{path}?token={mail.token}").status == 200
    assert visitor.sign_in().body["code"] == "email_not_verified"
