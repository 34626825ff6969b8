"""The rule about origins on views of a project's own."""

from __future__ import annotations

import pytest
from django.test import override_settings
from pytest_django import Settings
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from drf_signet.authentication import JWTAuthentication
from drf_signet.origin_log import ORIGINS
from drf_signet.sessions.browser.origin import comes_from_trusted_page
from drf_signet.sessions.browser.permissions import TrustedOrigin
from tests.browser.places import COOKIE, Meta

REFUSED = {"detail": "Requests from this origin aren't allowed.", "code": "origin_refused"}
FOREIGN: Meta = {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "https://evil.example"}


@api_view(["GET", "POST"])
@authentication_classes([JWTAuthentication])
@permission_classes([TrustedOrigin])
def guarded(request: Request) -> Response:
    """A view for everybody."""
    return Response({"ok": True})


@api_view(["POST"])
@authentication_classes([JWTAuthentication])
@permission_classes([TrustedOrigin & IsAuthenticated])
def guarded_twice(request: Request) -> Response:
    """A view for users."""
    return Response({"ok": True})


@api_view(["POST"])
@authentication_classes([JWTAuthentication])
@permission_classes([TrustedOrigin | AllowAny])
def guarded_either_way(request: Request) -> Response:
    """A view whose author meant well."""
    return Response({"ok": True})


def test_an_anonymous_request_gets_a_403() -> None:
    """REST framework would turn the refusal into a 401, as nobody is signed in."""
    response = guarded(APIRequestFactory().post("/", **FOREIGN))
    assert (response.status_code, response.data) == (403, REFUSED)
    assert "WWW-Authenticate" not in response.headers


def test_a_page_of_our_own_and_a_safe_method_pass() -> None:
    """The view answers."""
    assert guarded(APIRequestFactory().post("/", HTTP_SEC_FETCH_SITE="same-origin")).status_code == 200
    assert guarded(APIRequestFactory().get("/", **FOREIGN)).status_code == 200


def test_it_goes_together_with_other_permissions() -> None:
    """Other sites are refused first. A page of ours still needs the other permission, which lets in no other site."""
    assert guarded_twice(APIRequestFactory().post("/", **FOREIGN)).status_code == 403
    assert guarded_twice(APIRequestFactory().post("/", HTTP_SEC_FETCH_SITE="none")).status_code == 401
    assert guarded_either_way(APIRequestFactory().post("/", **FOREIGN)).status_code == 403


@pytest.mark.parametrize(
    ("host", "origin", "secure", "passes"),
    [
        pytest.param("example.com", "https://example.com", True, True, id="own"),
        pytest.param("example.com:8443", "https://example.com:8443", True, True, id="own-port"),
        pytest.param("example.com:8443", "https://example.com", True, False, id="other-port"),
        pytest.param("example.com", "http://example.com", True, False, id="other-scheme"),
        pytest.param("example.com", "http://example.com", False, True, id="own-http"),
        pytest.param("[::1]:8000", "http://[::1]:8000", False, True, id="ipv6"),
        pytest.param("127.0.0.1:8000", "http://localhost:8000", False, False, id="other-name"),
        pytest.param("example.com", "https://example.com/", True, False, id="slash"),
        pytest.param("example.com", "https://x@example.com", True, False, id="user"),
        pytest.param("example.com", "example.com", True, False, id="no-scheme"),
        pytest.param("bad host", "http://bad host", False, False, id="no-host"),
        pytest.param("elsewhere.example", "https://elsewhere.example", True, False, id="host-not-allowed"),
    ],
)
def test_the_own_origin_is_scheme_host_and_port(
    settings: Settings, host: str, origin: str, secure: bool, passes: bool
) -> None:
    """As the browser names it, and as Django believes it."""
    settings.ALLOWED_HOSTS = ["example.com", "[::1]", "127.0.0.1", "localhost"]
    request = APIRequestFactory().post("/", secure=secure, HTTP_HOST=host, HTTP_ORIGIN=origin)
    assert comes_from_trusted_page(request) is passes


@pytest.mark.parametrize(
    ("trusted", "origin", "passes"),
    [
        pytest.param("https://a.example", "https://a.example", True, id="same"),
        pytest.param("https://a.example", "https://a.example:443", False, id="with-port"),
        pytest.param("https://a.example:444", "https://a.example:444", True, id="same-port"),
        pytest.param("https://a.example", "https://b.a.example", False, id="below"),
        pytest.param("https://*.a.example", "https://b.a.example", True, id="below-wildcard"),
        pytest.param("https://*.a.example", "https://c.b.a.example", True, id="far-below-wildcard"),
        pytest.param("https://*.a.example", "https://a.example", True, id="wildcard-itself"),
        pytest.param("https://*.a.example", "http://b.a.example", False, id="wildcard-other-scheme"),
        pytest.param("https://*.a.example", "https://ba.example", False, id="wildcard-lookalike"),
        pytest.param("https://*.a.example", "https://b.a.example:444", False, id="wildcard-other-port"),
        pytest.param("https://*.a.example:444", "https://b.a.example:444", True, id="wildcard-port"),
        pytest.param("https://*.a.example", "https://evil.example,b.a.example", False, id="comma"),
        pytest.param("https://*.a.example", "https://evil.example/.a.example", False, id="path"),
        pytest.param("https://*.a.example", "https://evil.example\\.a.example", False, id="backslash"),
        pytest.param("https://*.a.example", "https://evil.example#.a.example", False, id="fragment"),
        pytest.param("https://*.a.example", "https://evil.example@b.a.example", False, id="user"),
        pytest.param("https://*.a.example", "https://evil.example .a.example", False, id="space"),
        pytest.param("https://.a.example", "https://b.a.example", False, id="point-is-no-wildcard"),
        pytest.param("null", "null", False, id="null"),
        pytest.param("https://a.example/", "https://a.example", False, id="slash-in-the-setting"),
    ],
)
def test_trusted_origins_are_djangos(settings: Settings, trusted: str, origin: str, passes: bool) -> None:
    """CSRF_TRUSTED_ORIGINS means the same as in Django, and a value that isn't an origin matches nothing."""
    settings.CSRF_TRUSTED_ORIGINS = ["https://first.example", trusted]
    for site in (None, "cross-site"):
        said: Meta = {} if site is None else {"HTTP_SEC_FETCH_SITE": site}
        request = APIRequestFactory().post("/", HTTP_ORIGIN=origin, **said)
        assert comes_from_trusted_page(request) is passes


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_the_scheme_is_the_one_it_tells() -> None:
    """With SECURE_PROXY_SSL_HEADER; without it, the origin of our own page would be refused."""
    said: Meta = {"HTTP_HOST": "testserver", "HTTP_ORIGIN": "https://testserver", "HTTP_X_FORWARDED_PROTO": "https"}
    request = APIRequestFactory().post("/", **said)
    assert comes_from_trusted_page(request)
    with override_settings(SECURE_PROXY_SSL_HEADER=None):
        assert not comes_from_trusted_page(APIRequestFactory().post("/", **said))


@pytest.mark.parametrize(
    ("cookie", "passes"),
    [
        pytest.param("", True, id="none"),
        pytest.param("sessionid=x", True, id="other"),
        pytest.param(f"{COOKIE}=x", False, id="ours"),
        pytest.param(f"{COOKIE}=", False, id="ours-empty"),
        pytest.param(f"{COOKIE}=x; {COOKIE}=y", False, id="two-of-ours"),
    ],
)
def test_what_is_no_browser_has_no_cookie_of_ours(cookie: str, passes: bool) -> None:
    """A request that doesn't say where it comes from passes unless it carries the cookie."""
    request = APIRequestFactory().post("/", HTTP_COOKIE=cookie)
    assert comes_from_trusted_page(request) is passes


def test_the_log_says_which_origin_was_refused(caplog: pytest.LogCaptureFixture) -> None:
    """Once a minute, however often: a front end at another host is a setting that is missing."""
    ORIGINS.forget()
    for _ in range(3):
        assert guarded(APIRequestFactory().post("/", **FOREIGN)).status_code == 403
    (line,) = (one.getMessage() for one in caplog.records if one.name == "drf_signet.refusals")
    assert line == (
        "Refused a request of a page at 'https://evil.example'. If that is yours, name it in CSRF_TRUSTED_ORIGINS."
    )
