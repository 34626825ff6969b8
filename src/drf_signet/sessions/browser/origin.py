"""Whether a request comes from a page that may send it: what stands in for CSRF tokens where a cookie signs in."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from drf_signet.origin import is_of_foreign_page
from drf_signet.sessions.browser.cookies import refresh_cookie

__all__ = ["comes_from_trusted_page"]

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""RFC 9110 section 9.2.1."""


def comes_from_trusted_page(request: HttpRequest) -> bool:
    """Whether *request* may be answered, as far as the page counts that sent it."""
    return may_sign_in_by_cookie(request, has_cookie=bool(refresh_cookie().values_in(request)))


def may_sign_in_by_cookie(request: HttpRequest, *, has_cookie: bool) -> bool:
    """
    The same for any cookie: *has_cookie* says whether *request* carries it.

    A request without either header comes from no browser of these years. It passes unless it carries the cookie.
    """
    if request.method in SAFE_METHODS:
        return True
    if request.headers.keys().isdisjoint(("Sec-Fetch-Site", "Origin")):
        return not has_cookie
    return not is_of_foreign_page(request)
