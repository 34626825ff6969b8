"""The endpoints for browsers, and requests to them as a browser sends them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.sessions_wire.client import CREDENTIALS
from tests.sessions_wire.places import API

Meta = dict[str, Any]
"""Headers, as keys of ``request.META``."""

SIGN_IN: Final = f"{API}browser/token/"
REFRESH: Final = f"{API}browser/token/refresh/"
LOGOUT: Final = f"{API}browser/logout/"
LOGOUT_ALL: Final = f"{API}browser/logout/all/"

NAMES: Final = {"sign-in": SIGN_IN, "refresh": REFRESH, "logout": LOGOUT, "logout-all": LOGOUT_ALL}
EVERY: Final = pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in NAMES.items()])
TAKE_COOKIE: Final = pytest.mark.parametrize(
    "path", [pytest.param(path, id=name) for name, path in NAMES.items() if path != SIGN_IN]
)
SIGN_OUT: Final = pytest.mark.parametrize(
    "path", [pytest.param(path, id=name) for name, path in NAMES.items() if path in (LOGOUT, LOGOUT_ALL)]
)

COOKIE: Final = "__Host-refresh"
JSON: Final = "application/json"
OWN_PAGE: Final[Meta] = {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"}
"""What a browser says about a request of a page of the same origin."""


def post(
    api: APIClient, path: str, token: object = None, body: object = None, name: str = COOKIE, **meta: Any
) -> Response:
    """The answer to a POST of JSON by a page of our own, with *token* in the cookie."""
    return send(api, path, [] if token is None else [f"{name}={token}"], body, **meta)


def send(api: APIClient, path: str, cookies: list[str], body: object = None, **meta: Any) -> Response:
    """The same with several cookies, each as the header has it."""
    api.cookies.clear()
    usual = CREDENTIALS if path == SIGN_IN else {}
    header: Meta = {"HTTP_COOKIE": "; ".join(cookies)} if cookies else {}
    return api.post(
        path, json.dumps(usual if body is None else body), content_type=JSON, **{**OWN_PAGE, **header, **meta}
    )


def with_cookie(token: object) -> Meta:
    """The header of a request with *token* in the cookie."""
    return {"HTTP_COOKIE": f"{COOKIE}={token}"}


def token_in(response: Response, name: str = COOKIE) -> str:
    """The refresh token that an answer sets."""
    return str(response.cookies[name].value)


def is_deleted(response: Response, name: str = COOKIE) -> bool:
    """Whether an answer deletes the cookie, rather than set it or leave it alone."""
    return name in response.cookies and response.cookies[name]["max-age"] == 0


def is_untouched(response: Response) -> bool:
    """Whether an answer neither sets nor deletes a cookie."""
    return not response.cookies
