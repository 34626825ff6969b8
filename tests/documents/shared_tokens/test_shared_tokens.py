"""From the form to sign up to the last click, in Chromium."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.documents.shared_tokens.conftest import Shop
from tests.real_parts.chromium import chromium

EXPIRED = 301
ZOE = {
    "username": "zoe",
    "email": "zoe@example.com",
    "first_name": "Zoë",
    "last_name": "Müller",
    "password": "a-battery-of-horses",
}
HELLO = "Hello, Zoë Müller (zoe@example.com)"


@pytest.fixture(scope="module")
def browsed(shop: Shop) -> Iterator[Page]:
    """Chromium, at the front end."""
    with chromium() as browser:
        page = browser.new_page()
        page.add_init_script(f"window.ADDRESSES = {json.dumps({'api': shop.api, 'orders': shop.orders})}")
        page.goto(shop.page)
        yield page


def fill(page: Page, label: str, **values: str) -> None:
    """Fill in the form called *label*, and send it."""
    for name, value in values.items():
        page.get_by_placeholder(f"{label} {name}", exact=True).fill(value)
    page.get_by_role("button", name=label, exact=True).click()


def says(page: Page, text: str) -> None:
    """Wait until the page says *text*."""
    expect(page.get_by_role("status")).to_contain_text(text, timeout=30_000)


def test_nothing_is_wrong(shop: Shop) -> None:
    """`manage.py check` has nothing to say, neither where the users are nor where there are none."""
    for project in (shop.accounts_project, shop.orders_project):
        assert project.manage("check", "--fail-level", "WARNING") == "System check identified no issues (0 silenced)."


def test_everything_in_the_browser(shop: Shop, browsed: Page) -> None:
    """Sign up, follow the link, sign in, be greeted, reload, let the token expire, ask both services, sign out."""
    shop.set_clocks(seconds_ahead=0)
    page = browsed
    says(page, "Nobody is signed in.")
    fill(page, "Sign up", **ZOE)
    says(page, "We are sending you an e-mail.")
    fill(page, "Sign in", username="zoe", password=ZOE["password"])
    says(page, "Confirm your e-mail address before you sign in.")

    (link,) = re.findall(r"http\S+#activate=\S+", shop.accounts_project.printed())
    page.goto("about:blank")
    page.goto(link)
    says(page, "Your account is open.")
    fill(page, "Sign in", username="zoe", password=ZOE["password"])
    expect(page.get_by_role("heading")).to_have_text(HELLO)

    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")

    page.goto(shop.page)
    expect(page.get_by_role("heading")).to_have_text(HELLO)
    shop.set_clocks(seconds_ahead=EXPIRED)
    page.get_by_role("button", name="Profile").click()
    says(page, '"email":"zoe@example.com"')
    shop.set_clocks(seconds_ahead=2 * EXPIRED)
    page.get_by_role("button", name="Orders").click()
    says(page, '{"orders_of":"Zoë","address":"zoe@example.com"}')

    (cookie,) = page.context.cookies()
    page.get_by_role("button", name="Sign out").click()
    says(page, "Signed out.")
    assert page.context.cookies() == []
    replayed = requests.post(
        f"{shop.api}token/refresh/",
        headers={"Origin": shop.page, "Cookie": f"{cookie['name']}={cookie['value']}"},
        timeout=60,
    )
    assert replayed.status_code == 401


def test_without_a_token_the_other_service_is_closed(shop: Shop) -> None:
    """401, and the challenge."""
    answer = requests.get(shop.orders, timeout=60)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
