"""Which cookie of a request is ours, and what is made of several."""

from __future__ import annotations

import pytest
from django.http import HttpRequest

from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.errors import AmbiguousCookieError


def request_with(header: str | None) -> HttpRequest:
    """A request with that ``Cookie`` header."""
    request = HttpRequest()
    if header is not None:
        request.META["HTTP_COOKIE"] = header
    return request


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(None, None, id="no-header"),
        pytest.param("", None, id="empty-header"),
        pytest.param("__Host-refresh=a.b.c", "a.b.c", id="alone"),
        pytest.param("sessionid=x; __Host-refresh=a.b.c; csrftoken=y", "a.b.c", id="among-others"),
        pytest.param("sessionid=x;__Host-refresh=a.b.c;csrftoken=y", "a.b.c", id="without-spaces"),
        pytest.param(" __Host-refresh = a.b.c ", "a.b.c", id="with-spaces"),
        pytest.param('__Host-refresh="a.b.c"', "a.b.c", id="in-quotes"),
        pytest.param("__Host-refresh=a=b", "a=b", id="with-an-equals-sign"),
        pytest.param("__Host-refresh=", None, id="empty"),
        pytest.param('__Host-refresh=""', None, id="empty-in-quotes"),
        pytest.param("__Host-refresh", None, id="name-alone"),
        pytest.param("refresh=a.b.c", None, id="without-prefix"),
        pytest.param("__Secure-refresh=a.b.c", None, id="other-prefix"),
        pytest.param("__host-refresh=a.b.c", None, id="lower-case"),
        pytest.param("x__Host-refresh=a.b.c; __Host-refreshed=a.b.c", None, id="part-of-a-name"),
        pytest.param("other=__Host-refresh=a.b.c", None, id="in-a-value"),
    ],
)
def test_one_cookie_is_ours(header: str | None, expected: str | None) -> None:
    """The one with exactly that name, and a value."""
    assert refresh_cookie().read_from(request_with(header)) == expected


@pytest.mark.parametrize(
    "header",
    [
        "__Host-refresh=a; __Host-refresh=b",
        "__Host-refresh=a; __Host-refresh=a",
        "__Host-refresh=; __Host-refresh=a",
        "__Host-refresh=a; x=y; __Host-refresh=",
        '__Host-refresh=""; __Host-refresh=""',
        "__Host-refresh=a;__Host-refresh=b;__Host-refresh=c",
    ],
)
def test_two_cookies_are_none(header: str) -> None:
    """Whichever values they have: nobody can tell which one was planted."""
    with pytest.raises(AmbiguousCookieError):
        refresh_cookie().read_from(request_with(header))
