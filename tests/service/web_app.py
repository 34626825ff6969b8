"""The web app in a tab, as its users handle it: by the names of what they see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

from tests.real_parts.needs import missing
from tests.service.tabs import Tab, tab
from tests.service.visitor import PASSWORD, Visitor

MEMBER_VIEWS: Final = ("Home", "Requests", "Token", "Sessions", "Theft", "Account")
DOOR: Final = "JSON Web Tokens for Django REST framework"
"""The heading of the demo's front page for visitors."""

AXE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def sign_in(page: Page, visitor: Visitor, password: str = PASSWORD) -> None:
    """From wherever the visitor is, in through the front page."""
    page.goto("/")
    page.get_by_label("Username or e-mail address").fill(visitor.username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def go_to(page: Page, view: str) -> None:
    """Follow the link to *view*, and wait for it."""
    page.get_by_role("navigation", name="Views").get_by_role("link", name=view, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@contextmanager
def member_at(browser: Browser, visitor: Visitor, view: str) -> Iterator[Tab]:
    """A tab in which *visitor*, with a new account, is signed in and at *view*."""
    visitor.open_account()
    with tab(browser, visitor) as opened:
        sign_in(opened.page, visitor)
        go_to(opened.page, view)
        yield opened


def press(page: Page, button: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=button, exact=True).click()


STILL: Final = """async () => {
    const ending = (it) => Number.isFinite(it.effect?.getComputedTiming().endTime);
    await Promise.allSettled(document.getAnimations().filter(ending).map((it) => it.finished));
}"""
"""Waits for the end of transitions: in the middle of one, a page has colours that it never keeps."""


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds wrong with the page as it is now, in short."""
    if not AXE.exists():
        missing("axe-core is not installed: it takes Node, and 'npm ci'")
    page.evaluate(AXE.read_text())
    page.evaluate(STILL)
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run()).violations.map(({ id, nodes }) => ({ id, where: nodes.map((it) => it.html) }))"
    )
    return found
