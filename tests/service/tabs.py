"""Tabs of a real browser, in which nothing may go wrong unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.service.visitor import Visitor

BY_CHROMIUM = (
    "Failed to load resource: the server responded with a status of 4",
    "[DOM] Password forms should have (optionally hidden) username fields",
)
"""What it writes on the console itself: whenever a request is refused, and where a form can't know who fills it in."""


class Tab:
    """A page, what it asked for, and what it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _note(self, request: Request) -> None:
        self.requests.append(request)

    def _hear(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(BY_CHROMIUM):
            self.complaints.append(f"{message.type}: {message.text}")

    def sent(self) -> list[str]:
        """What was posted, and where."""
        return [f"{urlsplit(one.url).path} {one.post_data}" for one in self.requests if one.method == "POST"]


@contextmanager
def tab(browser: Browser, visitor: Visitor, *, javascript: bool = True, locale: str = "en-US") -> Iterator[Tab]:
    """
    A tab of *visitor*, with cookies of its own, in a browser that prefers the language *locale*.

    In the end: no error, no request to elsewhere, and no token in any address or referrer.
    """
    context = browser.new_context(
        base_url=visitor.service.url,
        extra_http_headers=visitor.place,
        java_script_enabled=javascript,
        locale=locale,
    )
    opened = Tab(context.new_page())
    try:
        yield opened
        assert opened.complaints == []
        hosts = {urlsplit(one.url).netloc for one in opened.requests if not one.url.startswith("data:")}
        assert hosts <= {urlsplit(visitor.service.url).netloc}
        for one in opened.requests:
            assert "eyJ" not in one.url.partition("#")[0] + one.headers.get("referer", "")
    finally:
        context.close()
