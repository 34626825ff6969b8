"""All headers of an answer, for each kind of address: what one middleware puts there, and what a view chose."""

from __future__ import annotations

from typing import Final

import pytest
from django.test import Client

from signet_server.answer_headers import usual_headers
from signet_server.content_policy import FORM_POLICY, POLICY

pytestmark = pytest.mark.django_db

EVERYWHERE: Final = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
WORDS: Final = {"Vary": "Cookie, Accept-Language", "Content-Language": "en"}
JSON: Final = {"Content-Type": "application/json", "Cache-Control": "no-store"}
PAGE: Final = {"Content-Type": "text/html; charset=utf-8"}
VARYING: Final = ("Content-Length", "Date", "Expires", "ETag", "Last-Modified")
"""Those whose values are another test's."""

ANSWERS: Final = [
    pytest.param("POST", "/api/v1/token/", {**JSON, **WORDS, "Allow": "POST, OPTIONS"}, id="api"),
    pytest.param("GET", "/api/v1/token/", {**JSON, **WORDS, "Allow": "POST, OPTIONS"}, id="method"),
    pytest.param("GET", "/api/v1/nothing/", {**JSON, **WORDS}, id="nothing-in-the-api"),
    pytest.param("GET", "/nothing", {**PAGE, **WORDS, "Cache-Control": "no-store"}, id="nothing"),
    pytest.param("GET", "/", {**PAGE, **WORDS, "Cache-Control": "no-cache"}, id="page"),
    pytest.param("GET", "/api/docs", {**PAGE, **WORDS, "Cache-Control": "no-store"}, id="slash"),
    pytest.param("POST", "/readyz", {**JSON, **WORDS, "Allow": "GET, HEAD"}, id="wrong-method"),
]


@pytest.mark.parametrize(("method", "path", "more"), ANSWERS)
def test_an_answer_has_these_headers(client: Client, method: str, path: str, more: dict[str, str]) -> None:
    """And no other."""
    headers = client.generic(method, path, "{}", "application/json").headers
    found = {name: value for name, value in headers.items() if name not in VARYING and name != "Location"}
    assert found == {**EVERYWHERE, "Content-Security-Policy": POLICY, **more}


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/nothing/"])
def test_the_admin_has_them_and_its_own_policy(client: Client, path: str) -> None:
    """Browsers send its forms themselves."""
    headers = client.get(path).headers
    expected = {**EVERYWHERE, "Content-Security-Policy": FORM_POLICY, "Content-Language": "en"}
    assert expected.items() <= dict(headers).items()
    assert "no-store" in headers["Cache-Control"]


def test_a_file_has_them(client: Client) -> None:
    """And lets caches keep it, in one copy."""
    answer = client.get("/static/signet_server/link.css")
    answer.close()
    headers = answer.headers
    assert EVERYWHERE.items() <= dict(headers).items()
    assert "max-age" in headers["Cache-Control"]
    assert "Vary" not in headers


def test_every_answer_says_how_long(client: Client) -> None:
    """Django's own middlewares leave the length of most answers to the server."""
    answer = client.get("/readyz")
    assert answer.headers["Content-Length"] == str(len(answer.content))


def test_browsers_stay_with_https(settings: object) -> None:
    """Only what is reached by https says so: on plain http, browsers ignore it (RFC 6797 section 7.2)."""
    settings.SECURE_HSTS_SECONDS = 60  # type: ignore[attr-defined]
    settings.PUBLIC_URL = "https://auth.example.com"  # type: ignore[attr-defined]
    assert usual_headers()["Strict-Transport-Security"] == "max-age=60"
    settings.PUBLIC_URL = "http://auth.example.com"  # type: ignore[attr-defined]
    assert "Strict-Transport-Security" not in usual_headers()
