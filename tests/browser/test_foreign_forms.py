"""Forms of other sites, sent to the endpoints that anybody may call: the rule of the browser endpoints refuses them."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from pytest_django import Settings
from rest_framework.response import Response
from rest_framework.test import APIClient

from drf_signet.sessions.tokens import RefreshToken
from tests.browser.origin_matrix import HOST, TRUSTED_ORIGINS, Cell, cells
from tests.browser.places import JSON
from tests.conftest import PASSWORD
from tests.throttles.places import SIGN_INS, SLIDING_SIGN_INS
from tests.wire.answers import body

REFUSED: Final = {"detail": "Requests from this origin aren't allowed.", "code": "origin_refused"}
OPEN: Final = {name: path for name, path in {**SIGN_INS, **SLIDING_SIGN_INS}.items() if name != "browser"}
EVERY: Final = pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in OPEN.items()])
FORM: Final = "application/x-www-form-urlencoded"
FORMS: Final = [
    FORM,
    "multipart/form-data; boundary=a",
    "text/plain",
    "",
    "Application/X-WWW-Form-Urlencoded; charset=utf-8",
    " text/plain ;application/json",
]
CROSS_SITE: Final = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"}


@pytest.fixture(autouse=True)
def _service(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    settings.CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS


def send(api: APIClient, path: str, text: str, content_type: str, **meta: Any) -> Response:
    """The answer to *text*, said to be of that type, over https."""
    cache.clear()
    return api.generic("POST", path, text, content_type=content_type, secure=True, HTTP_HOST=HOST, **meta)


def open_to_all() -> list[Cell]:
    """The cells of requests without a cookie."""
    return [cell for cell in cells() if not cell.has_cookie]


@EVERY
def test_a_form_is_answered_as_for_browsers_and_json_always(user: User, api: APIClient, path: str) -> None:
    """JSON of another page has passed a preflight request; CORS is for the project to set up."""
    form, document = f"username=ada&password={PASSWORD}", json.dumps({"username": "ada", "password": PASSWORD})
    differences = []
    for cell in open_to_all():
        answer = send(api, path, form, FORM, **cell.headers)
        if answer.status_code != (200 if cell.is_answered else 403) or (
            answer.status_code == 403 and body(answer) != REFUSED
        ):
            differences.append((cell, answer.status_code))
        assert send(api, path, document, JSON, **cell.headers).status_code == 200, cell
    assert differences == []


@EVERY
@pytest.mark.parametrize("content_type", FORMS)
def test_what_needs_no_preflight_is_refused(db: None, api: APIClient, path: str, content_type: str) -> None:
    """The endpoint refuses any body before it reads it, and before it counts anything."""
    for text in ("", "username=ada&password=x", '{"username": "ada", "password": "x"}', "\0"):
        for meta in (CROSS_SITE, {"HTTP_ORIGIN": "null"}, {"HTTP_SEC_FETCH_SITE": "same-site"}):
            answer = send(api, path, text, content_type, **meta)
            assert (answer.status_code, body(answer)) == (403, REFUSED)
            assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        *("/api/token/refresh/", "/api/token/verify/"),
        *(f"/sessions/api/{path}" for path in ("token/refresh/", "token/verify/", "token/blacklist/", "logout/")),
    ],
)
def test_so_it_is_where_tokens_are_taken(user: User, api: APIClient, path: str) -> None:
    """A page that has a token needs no form; a command line sends one as before."""
    token = str(RefreshToken.for_user(user))
    form = f"refresh={token}&token={token}"
    assert send(api, path, form, FORM, **CROSS_SITE).status_code == 403
    assert send(api, path, form, FORM).status_code != 403
    assert send(api, path, form, FORM, HTTP_SEC_FETCH_SITE="same-origin").status_code != 403


@EVERY
def test_curl_and_pages_of_our_own_send_forms(user: User, api: APIClient, path: str) -> None:
    """The quick start sends one, and the page of the browsable API does too."""
    form = f"username=ada&password={PASSWORD}"
    for meta in ({}, {"HTTP_SEC_FETCH_SITE": "same-origin"}, {"HTTP_ORIGIN": f"https://{HOST}"}):
        assert send(api, path, form, FORM, **meta).status_code == 200
