"""The service with ``ROTATE_REFRESH_TOKENS=0``: its endpoints, its front page, and what that page shows of theft."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.service.conftest import Service, running_demo
from tests.service.visitor import PASSWORD, Visitor
from tests.service.web_app import DOOR, go_to, member_at, press


@pytest.fixture(scope="module")
def not_rotating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A demo of its own."""
    variables = {"NUM_PROXIES": "1", "ROTATE_REFRESH_TOKENS": "0"}
    with running_demo(tmp_path_factory.mktemp("demo"), variables) as service:
        yield service


@pytest.fixture
def visitor(not_rotating: Service) -> Visitor:
    """Somebody without an account there."""
    return Visitor(not_rotating)


def test_one_refresh_token_is_good_time_and_again(visitor: Visitor) -> None:
    """Until it is signed out."""
    visitor.open_account()
    refresh = visitor.sign_in().body["refresh"]
    for _ in range(5):
        answer = visitor.call("POST", "token/refresh/", {"refresh": refresh})
        assert (answer.status, sorted(answer.body)) == (200, ["access", "expires_in"])
        assert visitor.call("GET", "users/me/", token=answer.body["access"]).status == 200
    assert visitor.call("POST", "logout/", {"refresh": refresh}).status == 204
    assert visitor.call("POST", "token/refresh/", {"refresh": refresh}).body["reason"] == "session_revoked"


def test_the_front_page_goes_on(browser: Browser, visitor: Visitor) -> None:
    """Both of its clients refresh, a page that is loaded anew is signed in, and signing out ends it."""
    with member_at(browser, visitor, "Requests") as opened:
        page = opened.page
        for client, refreshes in (("Our client", "1 refresh,"), ("The tutorial's client", "5 refreshes,")):
            page.get_by_role("radio", name=client).check()
            for _ in range(2):
                press(page, "Send 5 requests")
                expect(
                    page.get_by_role("status").filter(has_text=f"5 requests, {refreshes} 5 answered")
                ).to_be_visible()
        page.reload()
        go_to(page, "Sessions")
        expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="this device")).to_have_count(1)
        press(page, "Sign out")
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(DOOR)


def test_a_theft_that_nobody_notices_is_shown_as_one(browser: Browser, visitor: Visitor) -> None:
    """And no session is left behind by it."""
    with member_at(browser, visitor, "Theft") as opened:
        page = opened.page
        expect(page.get_by_text("a copy is as good as the original")).to_be_visible()
        page.get_by_label("Your password", exact=True).fill(PASSWORD)
        for button in (
            "Open a second session",
            "Copy the refresh token",
            "Refresh twice",
            "Replay the stolen token",
        ):
            press(page, button)
        expect(page.get_by_text("Nobody notices.")).to_be_visible()
        with page.expect_response("**/logout/"):
            press(page, "Start again")
        go_to(page, "Sessions")
        expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
