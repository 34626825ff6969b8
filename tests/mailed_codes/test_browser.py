"""Browsers: the request and the refresh token are in cookies that no script reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from drf_signet.mailed_codes.browser.cookies import request_cookie
from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.models import Session
from tests.accounts.changed import signet
from tests.accounts.person import Client, Person, address_of, sign_in
from tests.mailed_codes.asking import device, last_code, last_link, wrong

pytestmark = pytest.mark.usefixtures("ada")


def browser(ip: str = "203.0.113.7") -> Client:
    """A page of this site, over HTTPS."""
    client = device(ip)
    client.defaults.update({"HTTP_SEC_FETCH_SITE": "same-origin", "wsgi.url_scheme": "https"})
    return client


def send(client: Client, path: str, **body: object) -> Any:
    """The answer to *body*."""
    return client.post(f"/api/browser/token/{path}", body, format="json")


def ask(client: Client) -> Any:
    """The answer to a request for a code."""
    return send(client, "code/", email=address_of("ada"))


def test_a_code_signs_in_where_it_was_asked_for() -> None:
    """No script sees the request or the refresh token."""
    page = browser()
    answer = ask(page)
    assert (answer.status_code, {*answer.json()}) == (200, {"detail", "expires_in"})
    cookie = page.cookies[request_cookie().name]
    assert cookie.key.startswith("__Host-")
    assert (cookie["httponly"], cookie["secure"], cookie["max-age"]) == (True, True, 600)
    assert cookie["samesite"] == refresh_cookie().samesite
    tokens = send(page, "code/confirm/", code=last_code())
    assert (tokens.status_code, {*tokens.json()}) == (200, {"access", "expires_in"})
    assert page.cookies[refresh_cookie().name].value
    assert page.cookies[request_cookie().name].value == ""
    assert send(page, "refresh/").status_code == 200


def test_a_wrong_code_keeps_the_cookie() -> None:
    """The next try may be right."""
    page = browser()
    ask(page)
    assert send(page, "code/confirm/", code=wrong(last_code())).json()["code"] == "code_invalid"
    assert send(page, "code/confirm/", code=last_code()).status_code == 200


def test_another_browser_has_no_use_for_the_code() -> None:
    """It never asked."""
    ask(browser())
    answer = send(browser("198.51.100.1"), "code/confirm/", code=last_code())
    assert (answer.status_code, answer.json()["code"]) == (400, "code_expired")


def test_the_link_works_at_once_in_the_browser_that_asked() -> None:
    """By the cookie."""
    page = browser()
    ask(page)
    assert send(page, "link/", token=last_link()).status_code == 200
    assert page.cookies[refresh_cookie().name].value


def test_the_link_waits_for_a_confirmation_in_another_one(ada: Person) -> None:
    """The session is in the one that confirms, never in the one that asked."""
    page, other = browser(), browser("198.51.100.1")
    ask(page)
    answer = send(other, "link/", token=last_link())
    assert (answer.status_code, answer.json()["asked_from"]["ip"]) == (409, "203.0.113.7")
    assert send(other, "link/", token=last_link(), confirmed=True).status_code == 200
    assert Session.objects.get().ip == "198.51.100.1"
    assert refresh_cookie().name not in page.cookies
    assert send(page, "code/confirm/", code=last_code()).json()["code"] == "code_expired"


def test_a_request_in_the_body_is_ignored() -> None:
    """Only the cookie says who asked."""
    page, other = browser(), browser("198.51.100.1")
    ask(page)
    asked = page.cookies[request_cookie().name].value
    assert send(other, "code/confirm/", code=last_code(), request=asked).status_code == 400
    assert send(other, "link/", token=last_link(), request=asked).status_code == 409


@pytest.mark.parametrize("path", ["code/", "code/confirm/", "link/"])
def test_other_pages_may_send_nothing(path: str) -> None:
    """Nor forms."""
    page = browser()
    page.defaults["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert send(page, path, email=address_of("ada"), code="x", token="x").json()["code"] == "origin_refused"
    form = browser().post(f"/api/browser/token/{path}", {"email": address_of("ada")}, format="multipart")
    assert form.status_code == 415


def test_two_cookies_of_the_request_are_refused() -> None:
    """One of them was planted."""
    page = browser()
    ask(page)
    name = request_cookie().name
    two = f"{name}={page.cookies[name].value}; {name}=planted"
    page.cookies.clear()
    answer = page.post("/api/browser/token/code/confirm/", {"code": last_code()}, format="json", HTTP_COOKIE=two)
    assert (answer.status_code, answer.json()["code"]) == (400, "ambiguous_cookie")


def test_the_session_before_ends() -> None:
    """The browser had a cookie of another one."""
    page = browser()
    for _ in range(2):
        ask(page)
        assert send(page, "code/confirm/", code=last_code()).status_code == 200
    assert Session.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.parametrize("is_by_link", [False, True], ids=["code", "link"])
def test_a_browser_is_a_new_device_once(ada: Person, is_by_link: bool) -> None:
    """A mail tells of the first sign-in there alone: the browser keeps the cookie that it is known by."""

    def mails_after_sign_in(page: Client) -> int:
        ask(page)
        body, path = ({"token": last_link()}, "link/") if is_by_link else ({"code": last_code()}, "code/confirm/")
        mail.outbox.clear()
        assert send(page, path, **body).status_code == 200
        return len(mail.outbox)

    with signet(SIGN_IN_NOTICE_URL="https://app.example.com/not-me#{token}"):
        sign_in(ada)
        page = browser()
        assert [mails_after_sign_in(page) for _ in range(2)] == [1, 0]
        assert mails_after_sign_in(browser()) == 1
