"""
Whether a request comes from a page that may send it: what stands in for CSRF tokens where a cookie signs in.

Browsers say where a request comes from in two headers that no page can write. ``Sec-Fetch-Site`` says how the page and
this host are related; ``Origin`` names the page's origin. A page of our own origin passes, and so does one whose origin
stands in CSRF_TRUSTED_ORIGINS.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings as django_settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.http import is_same_domain

from drf_signet.sessions.browser.cookies import refresh_cookie

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""RFC 9110 section 9.2.1."""

OWN: Final = frozenset({"same-origin", "none"})
"""A page of our own origin; nobody but the user, in the address bar."""

ORIGIN: Final = re.compile(r"([a-z][a-z0-9+.-]*)://([^\s/?#@,\\]+)")
"""One origin with a host (RFC 6454 section 6.2). ``null`` is none, and neither are two headers joined by a comma."""


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
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in OWN:
        return True
    if site is not None:
        return "," not in site and is_trusted(origin)
    if origin is not None:
        return is_own(origin, request) or is_trusted(origin)
    return not has_cookie


def is_own(origin: str, request: HttpRequest) -> bool:
    """Whether *origin* is the scheme, host and port that *request* was sent to."""
    try:
        return origin == f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return False


def is_trusted(origin: str | None) -> bool:
    """Whether *origin* stands in CSRF_TRUSTED_ORIGINS, by name or below a ``*``."""
    parts = ORIGIN.fullmatch(origin or "")
    return parts is not None and any(_fits(parts, one) for one in django_settings.CSRF_TRUSTED_ORIGINS)


def _fits(parts: re.Match[str], trusted: str) -> bool:
    if "*" not in trusted:
        return parts[0] == trusted
    scheme, _, pattern = trusted.partition("://")
    return parts[1] == scheme and is_same_domain(parts[2], pattern.lstrip("*"))
