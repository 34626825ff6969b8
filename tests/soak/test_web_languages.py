"""What ``tests/service/test_web_languages.py`` does in German, in the other languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.real_parts.chromium import chromium
from tests.service.conftest import Service, running_demo
from tests.service.languages import live_in
from tests.service.visitor import Visitor


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """With visitors from a place of their own each."""
    with running_demo(tmp_path_factory.mktemp("demo") / "demo", {"NUM_PROXIES": "1"}) as service:
        yield service


@pytest.mark.parametrize("language", ["es", "fr", "ja"])
def test_a_visitor_meets_no_english(browser: Browser, demo: Service, language: str) -> None:
    """From the sign-up to the last view, answers and pages of the service included."""
    live_in(language, browser, Visitor(demo))
