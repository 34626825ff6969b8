"""The ``Set-Cookie`` header, byte for byte, for each combination of settings."""

from __future__ import annotations

import logging
import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import override_settings
from pytest_django import Settings
from rest_framework.test import APIClient

from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.errors import CookieTooLargeError
from tests.browser.places import COOKIE, LOGOUT, REFRESH, SIGN_IN, is_deleted, post, token_in

Signet = dict[str, object]
NOT_SECURE = "REFRESH_COOKIE_SECURE"

CASES = [
    pytest.param({}, "__Host-refresh", "Path=/; SameSite=Strict; Secure", id="default"),
    pytest.param({"REFRESH_COOKIE_NAME": "me"}, "__Host-me", "Path=/; SameSite=Strict; Secure", id="name"),
    pytest.param({"REFRESH_COOKIE_SAMESITE": "Lax"}, "__Host-refresh", "Path=/; SameSite=Lax; Secure", id="lax"),
    pytest.param({"REFRESH_COOKIE_SAMESITE": "None"}, "__Host-refresh", "Path=/; SameSite=None; Secure", id="none"),
    pytest.param(
        {"REFRESH_COOKIE_DOMAIN": "example.com"},
        "__Secure-refresh",
        "Domain=example.com; Path=/; SameSite=Strict; Secure",
        id="domain",
    ),
    pytest.param(
        {"REFRESH_COOKIE_PATH": "/api/browser/"},
        "__Secure-refresh",
        "Path=/api/browser/; SameSite=Strict; Secure",
        id="path",
    ),
    pytest.param(
        {"REFRESH_COOKIE_PATH": "/api/", "REFRESH_COOKIE_DOMAIN": "example.com"},
        "__Secure-refresh",
        "Domain=example.com; Path=/api/; SameSite=Strict; Secure",
        id="path-and-domain",
    ),
    pytest.param({NOT_SECURE: False}, "refresh", "Path=/; SameSite=Strict", id="http"),
    pytest.param(
        {NOT_SECURE: False, "REFRESH_COOKIE_DOMAIN": "example.com", "REFRESH_COOKIE_PATH": "/api/"},
        "refresh",
        "Domain=example.com; Path=/api/; SameSite=Strict",
        id="http-path-and-domain",
    ),
    pytest.param(
        {NOT_SECURE: False, "REFRESH_COOKIE_NAME": "me", "REFRESH_COOKIE_SAMESITE": "Lax"},
        "me",
        "Path=/; SameSite=Lax",
        id="http-name-and-lax",
    ),
]


def written(response: HttpResponse) -> str:
    """The one ``Set-Cookie`` header of an answer, with ``Domain`` in front of the attributes without a value."""
    (morsel,) = response.cookies.values()
    return str(morsel.OutputString())


def attributes(text: str) -> list[str]:
    """The attributes in one order: Python's cookies sort ``Domain`` and ``HttpOnly`` as they like."""
    return sorted(text.split("; "))


@pytest.mark.parametrize(("signet", "name", "expected"), CASES)
def test_the_cookie_is_set_with_these_bytes(signet: Signet, name: str, expected: str) -> None:
    """Name, value and attributes are these, and there is no other."""
    response = HttpResponse()
    with override_settings(SIGNET=signet):
        refresh_cookie().set_on(response, "a.b.c", 60)
    text = re.sub(r"expires=[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT; ", "", written(response))
    assert text.startswith(f"{name}=a.b.c; ")
    assert attributes(text) == attributes(f"{name}=a.b.c; HttpOnly; Max-Age=60; {expected}")


@pytest.mark.parametrize(("signet", "name", "expected"), CASES)
def test_the_cookie_is_deleted_with_the_same_attributes(signet: Signet, name: str, expected: str) -> None:
    """Value and time are all that differs, so the browser knows which cookie is meant."""
    response = HttpResponse()
    with override_settings(SIGNET=signet):
        refresh_cookie().delete_from(response)
    gone = f'{name}=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Max-Age=0; {expected}'
    assert attributes(written(response)) == attributes(gone)


@pytest.mark.parametrize(("signet", "name", "expected"), CASES)
def test_the_endpoints_use_that_cookie(
    user: User, api: APIClient, settings: Settings, signet: Signet, name: str, expected: str
) -> None:
    """It is set at sign-in, found and set again at a refresh, and found and deleted at sign-out."""
    settings.SIGNET = signet
    first = token_in(post(api, SIGN_IN), name)
    refreshed = post(api, REFRESH, first, name=name)
    assert set(expected.split("; ")) < set(written(refreshed).split("; "))
    assert is_deleted(post(api, LOGOUT, token_in(refreshed, name), name=name), name)
    assert post(api, REFRESH, token_in(refreshed, name), name=name).status_code == 401


def test_the_whole_header(user: User, api: APIClient) -> None:
    """What goes over the wire at a sign-in, in the order it has."""
    response = post(api, SIGN_IN)
    pattern = (
        r"__Host-refresh=[\w-]+\.[\w-]+\.[\w-]+; expires=\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT; HttpOnly;"
        r" Max-Age=(86400|86399); Path=/; SameSite=Strict; Secure"
    )
    assert re.fullmatch(pattern, written(response), re.ASCII)
    assert "Domain" not in written(response)


def test_plain_http_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    """In the log of the library, once in a process, when the cookie is set for the first time."""
    with override_settings(SIGNET={NOT_SECURE: False}), caplog.at_level(logging.WARNING, "drf_signet"):
        assert refresh_cookie().name == "refresh"
        assert caplog.messages == []
        for _ in range(2):
            refresh_cookie().set_on(HttpResponse(), "a.b.c", 60)
    assert caplog.messages == [
        (
            "The refresh token is in a cookie that browsers also send over plain http: SIGNET['REFRESH_COOKIE_SECURE'] "
            "is False."
        )
    ]


def test_https_is_not_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    """With the defaults nothing is logged."""
    with caplog.at_level(logging.WARNING, "drf_signet"):
        refresh_cookie().set_on(HttpResponse(), "a.b.c", 60)
    assert caplog.messages == []


def test_a_cookie_that_browsers_would_drop_is_not_set() -> None:
    """Name and value have 4,096 bytes together; the longest of those is set."""
    response = HttpResponse()
    longest = "a" * (4_096 - len(COOKIE))
    with pytest.raises(CookieTooLargeError):
        refresh_cookie().set_on(response, longest + "a", 60)
    assert not response.cookies
    refresh_cookie().set_on(response, longest, 60)
    assert response.cookies[COOKIE].value == longest
