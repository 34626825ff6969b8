"""The site in Chromium, from files, as somebody without a network reads it: search, both colours, a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.real_parts.chromium import chromium


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page as wide as a phone, in the dark."""
    with chromium() as browser:
        yield browser.new_context(viewport={"width": 375, "height": 800}, color_scheme="dark").new_page()


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The addresses that the page asks for, but for files."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


@pytest.mark.parametrize("name", ["index", "how-to/sessions", "reference/settings", "explanation/architecture"])
def test_a_page_fits_and_asks_nobody(site: Path, page: Page, asked: list[str], name: str) -> None:
    """It is as wide as the screen, dark where that is wanted, and loads files alone."""
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 20, 22)"
    assert page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)") == []
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize(
    ("words", "expected"), [("token_reused", "reference/errors"), ("ROTATE_REFRESH_TOKENS", "reference/settings")]
)
def test_search_finds_names_without_a_server(
    site: Path, page: Page, asked: list[str], words: str, expected: str
) -> None:
    """An error code, and a setting."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    page.wait_for_selector(f"#search-results a[href*='{expected}']", timeout=20_000)
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("how long does a session last", "how-to/sessions"),
        ("German", "how-to/languages"),
        ("signing key", "how-to/keys"),
    ],
)
def test_search_lists_a_task_above_the_history_of_the_project(site: Path, page: Page, words: str, first: str) -> None:
    """The decisions have numbers, which sort before words."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    page.wait_for_selector(f"#search-results a[href*='{first}']", timeout=20_000)
    assert first in str(page.locator("#search-results li a").first.get_attribute("href"))


def test_a_block_can_be_copied(site: Path, page: Page) -> None:
    """Each has its button."""
    page.goto((site / "index.html").as_uri())
    page.wait_for_selector("button.copybtn", state="attached")
    assert page.locator("button.copybtn").count() == page.locator("div.highlight").count()
