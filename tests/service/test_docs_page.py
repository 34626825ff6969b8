"""The interactive documentation, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.service.conftest import Service
from tests.service.http import call
from tests.service.web_app import DOOR, violations

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


@pytest.fixture
def page(browser: Browser, service: Service) -> Iterator[Page]:
    """The page, opened; a message on the console or a request to elsewhere fails the test."""
    complaints: list[str] = []
    host = urlsplit(service.url).netloc
    with browser.new_page(viewport={"width": 1280, "height": 900}) as page:
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(request.url)
                if not request.url.startswith("data:") and urlsplit(request.url).netloc != host
                else None
            ),
        )
        page.goto(f"{service.url}/api/docs/")
        yield page
    assert complaints == []


def test_one_click_signs_in(page: Page) -> None:
    """After one click on the button, "Try it out" on ``users/me/`` answers 200 with the demo user."""
    page.get_by_role("button", name="Sign in as ada").click()
    expect(page.get_by_role("status")).to_contain_text("Signed in as ada")

    me = page.locator(".opblock-get", has_text="/api/v1/users/me/")
    me.locator(".opblock-summary-control").click()
    me.get_by_role("button", name="Try it out").click()
    me.get_by_role("button", name="Execute").click()

    expect(me.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    expect(me.locator(".live-responses-table")).to_contain_text('"ada@example.com"')
    _keep_picture(page, "docs")


def test_the_keyboard_reaches_the_button(page: Page) -> None:
    """It comes after the bar, and Enter presses it."""
    for _ in range(6):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Sign in as ada")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Signed in as ada")


def test_a_phone_shows_all_of_it(page: Page) -> None:
    """At 375 pixels nothing of ours is cut off or makes the page scroll sideways."""
    page.set_viewport_size({"width": 375, "height": 800})
    expect(page.locator(".opblock").first).to_be_visible()
    assert page.locator(".demo").evaluate("it => it.scrollWidth <= document.documentElement.clientWidth")
    _keep_picture(page, "docs-phone")


def test_axe_finds_nothing(page: Page) -> None:
    """In the light and in the dark, with one <main>, and with an operation that is open."""
    page.locator(".opblock-summary-control").first.click()
    expect(page.get_by_role("button", name="Try it out")).to_be_visible()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html.dark-mode")).to_have_count(1 if scheme == "dark" else 0)
        assert violations(page) == [], scheme
    expect(page.get_by_role("main")).to_have_count(1)


def test_what_people_need_first_comes_first(page: Page) -> None:
    """Under headings in words, with a way back and to the list, which leads to each operation."""
    expect(page.locator(".opblock-tag").first).to_contain_text("Sign in")
    expect(page.locator(".opblock-summary-path").first).to_have_text("/api/v1/token/")
    page.get_by_role("link", name="Endpoints").click()
    page.get_by_role("link", name="sessions/{id}/").click()
    expect(page.locator(".opblock.is-open")).to_contain_text("/api/v1/sessions/{id}/")
    page.get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)


def test_the_policy_is_strict(service: Service) -> None:
    """The page may load its own files, and nothing inline or from elsewhere."""
    policy = call(service, "GET", "/api/docs/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_every_operation_is_described(service: Service) -> None:
    """The schema names each endpoint, what it answers, and how a request authenticates."""
    schema = call(service, "GET", "/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).body
    text = schema.decode()
    for path in ("/api/v1/token/", "/api/v1/token/refresh/", "/api/v1/token/verify/", "/api/v1/users/me/"):
        assert f'"{path}"' in text
    assert '"scheme": "bearer"' in text


def _keep_picture(page: Page, name: str) -> None:
    """Save what the page looks like, where SIGNET_PICTURES names a folder, for people to look at."""
    folder = os.environ.get("SIGNET_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
