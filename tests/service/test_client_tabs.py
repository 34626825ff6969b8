"""The JavaScript client in tabs of a real browser, against the real service in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.conformance.running import Running
from tests.service.client_pages import OURS, open_tabs

STATUS = "() => auth.session.status"
STORED = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]) + document.cookie"
ACCESS = "() => auth.getAccessToken()"
SLOW_MESSAGES = """
    window.BroadcastChannel = class extends BroadcastChannel {
        postMessage(message) { setTimeout(() => super.postMessage(message), 200); }
    };
"""
SIGN_OUT_MEANWHILE = """async () => {
    const late = ask();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await auth.logout();
    await late;
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile of its own; an error in any of its pages fails the test."""
    with browser.new_context() as context:
        errors: list[str] = []
        context.on("weberror", lambda error: errors.append(str(error.error)))
        yield context
        assert errors == []


def becomes(page: Page, status: str) -> None:
    """Wait until the client of *page* says so."""
    page.wait_for_function("(status) => auth.session.status === status", arg=status)


@pytest.mark.parametrize("attempt", range(5))
@pytest.mark.parametrize("messages", ["fast", "slow"])
def test_four_tabs_refresh_once(context: BrowserContext, conformance: Running, messages: str, attempt: int) -> None:
    """
    Twelve requests with one expired token: twelve times 200. Again and again, since chance plays a part.

    Messages of 200 ms are those of a machine that is busy.
    """
    if messages == "slow":
        context.add_init_script(SLOW_MESSAGES)
    tabs = open_tabs(context, conformance, OURS, 4)
    conformance.order("expire")
    conformance.order("reset")
    assert tabs.ask_at_once(3) == [200] * 12
    assert conformance.seen()["browser/token/refresh/", 200] == conformance.refreshes() == 1
    assert [page.evaluate(ACCESS) for page in tabs.pages] == [tabs.pages[0].evaluate(ACCESS)] * 4


def test_a_tab_whose_lock_is_never_free_goes_on_without(context: BrowserContext, conformance: Running) -> None:
    """Another tab hangs while it holds it: the server settles what the lock can't."""
    tabs = open_tabs(context, conformance, OURS, 2)
    stuck = tabs.pages[1]
    waiting: list[Route] = []
    stuck.route("**/browser/token/refresh/", lambda route: waiting.append(route))  # noqa: PLW0108  # Playwright takes no built-in
    conformance.order("expire")
    stuck.evaluate("() => { window.late = ask(); }")
    stuck.wait_for_function("async () => (await navigator.locks.query()).held.length === 1")
    assert tabs.pages[0].evaluate("() => ask()") == 200
    waiting[0].abort()
    assert stuck.evaluate("() => late") == 200


def test_signing_in_and_out_is_felt_in_every_tab(context: BrowserContext, conformance: Running) -> None:
    """Without a request of theirs, and without a reload."""
    tabs = open_tabs(context, conformance, OURS, 3)
    conformance.order("reset")
    tabs.pages[1].evaluate("() => auth.logout()")
    for page in tabs.pages:
        becomes(page, "anonymous")
    tabs.pages[2].evaluate("() => signIn('ada', 'correct-horse-battery')")
    for page in tabs.pages:
        becomes(page, "authenticated")
        assert page.evaluate("() => auth.session.user.first_name") == "Ada"
        assert page.evaluate("() => ask()") == 200
    assert conformance.refreshes() == 0


def test_a_reload_keeps_the_session_and_a_sign_out(context: BrowserContext, conformance: Running) -> None:
    """The cookie brings it back, and nothing does after a sign-out in the middle of a refresh."""
    (page,) = open_tabs(context, conformance, OURS, 1).pages
    page.reload()
    page.evaluate(OURS)
    assert page.evaluate(STATUS) == "authenticated"
    conformance.order("expire")
    conformance.order("delay", path="browser/token/refresh/", seconds=0.5, times=1)
    page.evaluate(SIGN_OUT_MEANWHILE)
    assert page.evaluate(STATUS) == "anonymous"
    page.reload()
    page.evaluate(OURS)
    assert page.evaluate(STATUS) == "anonymous"


def test_a_visitor_without_a_session_asks_nothing(context: BrowserContext, conformance: Running) -> None:
    """So no 401 stands on the console of a page that nobody signed in to."""
    (page,) = open_tabs(context, conformance, OURS, 1).pages
    page.evaluate("() => auth.logout()")
    conformance.order("reset")
    page.reload()
    page.evaluate(OURS)
    assert page.evaluate(STATUS) == "anonymous"
    assert conformance.refreshes() == 0


def test_the_token_is_in_memory_alone(context: BrowserContext, conformance: Running) -> None:
    """No storage and no cookie that a script can read holds any of it."""
    (page,) = open_tabs(context, conformance, OURS, 1).pages
    access = page.evaluate(ACCESS)
    assert access.startswith("eyJ")
    assert "eyJ" not in page.evaluate(STORED)
    databases = page.evaluate("async () => [(await indexedDB.databases()).length, (await caches.keys()).length]")
    assert databases == [0, 0]


@pytest.mark.parametrize("to", ["elsewhere", "redirect", "protocol", "user"])
def test_no_other_origin_is_sent_the_token(context: BrowserContext, conformance: Running, to: str) -> None:
    """Absolute addresses, redirects, addresses without a scheme, and those that look like ours."""
    (page,) = open_tabs(context, conformance, OURS, 1).pages
    conformance.sent_elsewhere()
    host = conformance.elsewhere.removeprefix("http:")
    own = conformance.origin.removeprefix("http://")
    url = {
        "elsewhere": conformance.elsewhere,
        "redirect": "redirect/",
        "protocol": host,
        "user": f"http://{own}@{host.removeprefix('//')}",
    }[to]
    page.evaluate("(url) => auth.fetch(url).then((answer) => answer.status, () => 0)", url)
    sent = conformance.sent_elsewhere()
    # Browsers refuse to fetch an address with credentials in it.
    assert [one["sent_token"] for one in sent] == ([] if to == "user" else [False])
