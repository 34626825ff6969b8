"""A page of another host that may: django-cors-headers lets it read the answer, CSRF_TRUSTED_ORIGINS lets it ask."""

from __future__ import annotations

from typing import Final

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.browser.places import COOKIE, EVERY, REFRESH, SIGN_IN, Meta, is_untouched, post, token_in
from tests.wire.answers import body

HOST: Final = "api.example.com"
APP: Final = "https://app.example.com"
EVIL: Final = "https://evil.example"
ALLOWED: Final = "Access-Control-Allow-Origin"
WITH_COOKIES: Final = "Access-Control-Allow-Credentials"


@pytest.fixture(autouse=True)
def _two_hosts(settings: Settings) -> None:
    settings.MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *settings.MIDDLEWARE]
    settings.ALLOWED_HOSTS = [HOST]
    settings.CORS_ALLOWED_ORIGINS = [APP]
    settings.CORS_ALLOW_CREDENTIALS = True
    settings.CSRF_TRUSTED_ORIGINS = [APP]


def from_page(origin: str, site: str) -> Meta:
    """What a browser says of a request of that page."""
    return {"HTTP_HOST": HOST, "HTTP_ORIGIN": origin, "HTTP_SEC_FETCH_SITE": site, "secure": True}


def preflight(api: APIClient, path: str, origin: str) -> Response:
    """The answer to the question that a browser asks first."""
    asked: Meta = {
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST",
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": "content-type",
        **from_page(origin, "same-site"),
    }
    return api.options(path, **asked)


@EVERY
def test_the_preflight_of_the_allowed_page_is_answered(api: APIClient, path: str) -> None:
    """JSON may be posted, with the cookie."""
    response = preflight(api, path, APP)
    assert response.status_code == 200
    assert (response.headers[ALLOWED], response.headers[WITH_COOKIES]) == (APP, "true")
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "content-type" in response.headers["Access-Control-Allow-Headers"]


@EVERY
def test_the_preflight_of_another_page_is_not(api: APIClient, path: str) -> None:
    """The browser sends nothing after it."""
    assert ALLOWED not in preflight(api, path, EVIL).headers


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_the_allowed_page_signs_in_and_refreshes(user: User, api: APIClient, site: str) -> None:
    """Its script may read the access token, and the browser keeps the cookie."""
    first = post(api, SIGN_IN, **from_page(APP, site))
    second = post(api, REFRESH, token_in(first), **from_page(APP, site))
    for response in (first, second):
        assert response.status_code == 200
        assert (response.headers[ALLOWED], response.headers[WITH_COOKIES]) == (APP, "true")
        assert {"Sec-Fetch-Site", "Origin", "Cookie"} <= {
            one.strip().title() for one in response.headers["Vary"].split(",")
        }
        assert response.cookies[COOKIE]["samesite"] == "Strict"


@EVERY
@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_another_page_is_refused(user: User, api: APIClient, path: str, site: str) -> None:
    """By us, and the browser doesn't even show the page that it was."""
    response = post(api, path, **from_page(EVIL, site))
    assert (response.status_code, body(response)["code"]) == (403, "origin_refused")
    assert ALLOWED not in response.headers
    assert is_untouched(response)


@EVERY
def test_to_be_allowed_to_read_is_not_to_be_trusted(user: User, api: APIClient, settings: Settings, path: str) -> None:
    """A page in CORS_ALLOWED_ORIGINS alone is told why it is refused."""
    settings.CSRF_TRUSTED_ORIGINS = []
    response = post(api, path, **from_page(APP, "same-site"))
    assert (response.status_code, body(response)["code"]) == (403, "origin_refused")
    assert response.headers[ALLOWED] == APP
