"""The endpoints for browsers, from a page of the demo: the refresh token is out of reach, and that works over http."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.service.conftest import Service
from tests.service.http import call
from tests.service.printed_mail import console_of
from tests.service.tabs import tab
from tests.service.visitor import Visitor

TOKEN = "/api/v1/browser/token/"
REFRESH = "/api/v1/browser/token/refresh/"
LOGOUT = "/api/v1/browser/logout/"
ADA = {"username": "ada", "password": "correct-horse-battery"}
DEVICE = "refresh_device"
WARNING = "The refresh token is in a cookie that browsers also send over plain http"

POST = """async ([url, body]) => {
    const answer = await fetch(url, {
        method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
    });
    return [answer.status, await answer.text()];
}"""


def post(page: Page, url: str, body: object) -> tuple[int, str]:
    """What a script of *page* gets."""
    status, text = page.evaluate(POST, [url, body])
    return status, text


def kept(page: Page) -> list[dict[str, Any]]:
    """The cookies that the browser keeps, but for the one that tells it from others: that outlives a sign-out."""
    return [dict(one) for one in page.context.cookies() if one.get("name") != DEVICE]


def test_a_page_signs_in_refreshes_and_signs_out(browser: Browser, demo: Service) -> None:
    """The access token is in the body alone, the refresh token in a cookie that no script sees."""
    with tab(browser, Visitor(demo)) as opened:
        page = opened.page
        page.goto("/activate")
        status, text = post(page, TOKEN, ADA)
        assert status == 200
        assert "refresh" not in text
        (cookie,) = kept(page)
        assert (cookie["name"], cookie["httpOnly"], cookie["secure"]) == ("refresh", True, False)
        assert (cookie["sameSite"], cookie["path"], cookie["domain"]) == ("Strict", "/", "127.0.0.1")
        assert page.evaluate("document.cookie") == ""

        status, text = post(page, REFRESH, {})
        assert status == 200
        assert "refresh" not in text
        (second,) = kept(page)
        assert second["value"] != cookie["value"]

        assert post(page, LOGOUT, {}) == (204, "")
        assert kept(page) == []
        assert post(page, REFRESH, {})[0] == 401


def test_the_cookie_of_the_demo(service: Service) -> None:
    """Without the prefix that https is needed for, otherwise as strict as anywhere. Another tells browsers apart."""
    answer = call(service, "POST", TOKEN, ADA)
    assert answer.body.keys() == {"access", "expires_in"}
    cookies = SimpleCookie("\r\n".join(answer.headers.get_all("Set-Cookie", [])))
    assert {name: cookie["samesite"] for name, cookie in cookies.items()} == {
        "refresh": "Strict",
        "refresh_device": "Lax",
    }
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["path"]) == (True, "/")
        assert (cookie["secure"], cookie["domain"]) == ("", "")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [TOKEN, REFRESH, LOGOUT])
def test_another_page_is_refused(service: Service, path: str) -> None:
    """By either header that says where a request comes from; and by neither of them, if there is a cookie."""
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Cookie": "refresh=x"},
    ):
        answer = call(service, "POST", path, ADA, headers=headers)
        assert (answer.status, answer.body["code"]) == (403, "origin_refused")
    own = call(service, "POST", path, ADA, headers={"Origin": service.url})
    assert own.status != 403


def test_the_log_warns_once(service: Service) -> None:
    """For as long as the process runs, not at each sign-in."""
    for _ in range(2):
        assert call(service, "POST", TOKEN, ADA).status == 200
    assert console_of(service).count(WARNING) == 1
