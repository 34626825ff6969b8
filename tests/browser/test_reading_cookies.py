"""Which cookie of a request is ours, and what is made of several."""

from __future__ import annotations

import pytest
from django.http import HttpRequest

from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.errors import AmbiguousCookieError

NO_SPACE = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"
"""Characters of a header that Python treats as white space, and that the name of a cookie may have."""


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
        pytest.param("\t__Host-refresh\t=\ta.b.c\t", "a.b.c", id="with-tabs"),
        *(
            pytest.param(name.replace("|", space) + "=a.b.c", None, id=f"{ord(space):#x}-{name}")
            for space in NO_SPACE
            for name in ("|__Host-refresh", "__Host-refresh|", "|__Host-refresh|")
        ),
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
        "__Host-refresh=a; \t__Host-refresh\t=b",
        "__Host-refresh=a;__Host-refresh=b;__Host-refresh=c",
    ],
)
def test_two_cookies_are_none(header: str) -> None:
    """Whichever values they have: nobody can tell which one was planted."""
    with pytest.raises(AmbiguousCookieError):
        refresh_cookie().read_from(request_with(header))


@pytest.mark.parametrize("space", NO_SPACE)
def test_a_cookie_that_looks_like_ours_plants_nothing(space: str) -> None:
    """Any host may set one; ours stays the only one of its name."""
    planted = f"{space}__Host-refresh=evil; __Host-refresh{space}=evil; __Host-refresh"
    assert refresh_cookie().read_from(request_with(f"{planted}; __Host-refresh=a.b.c")) == "a.b.c"
    assert refresh_cookie().read_from(request_with(f"__Host-refresh=a.b.c; {planted}")) == "a.b.c"
