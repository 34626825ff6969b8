"""
Which page a request comes from. Browsers say so in two headers that no page can write.

``Sec-Fetch-Site`` says how the page and this host are related; ``Origin`` names the page's origin. A page of our own
origin is trusted, as is one whose origin is in CSRF_TRUSTED_ORIGINS. Clients other than browsers send neither header.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings as django_settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.http import is_same_domain

from drf_signet.errors import OriginRefusedError
from drf_signet.origin_log import ORIGINS

OWN: Final = frozenset({"same-origin", "none"})
"""The request comes from a page of our own origin, or from the user, in the address bar."""

ORIGIN: Final = re.compile(r"([a-z][a-z0-9+.-]*)://([^\s/?#@,\\]+)")
"""One origin with a host (RFC 6454 section 6.2). ``null`` is none, and neither are two headers joined by a comma."""

FORMS: Final = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
"""The types of a body that a page may send anywhere without asking first (Fetch standard, section 2.2.2)."""


def is_of_foreign_page(request: HttpRequest) -> bool:
    """Whether a page sent *request* that is neither of our own origin nor trusted."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in OWN:
        return False
    if site is not None:
        return "," in site or not is_trusted(origin)
    return origin is not None and not is_own(origin, request) and not is_trusted(origin)


def refuse_foreign_form(request: HttpRequest) -> None:
    """
    Raise `OriginRefusedError` where a page of another origin sent *request* without asking: by a form, or as one would.

    A page could have the browsers of its readers try passwords and ask for mails, each at an address of its own. JSON
    of such a page comes after a preflight request, so whoever set CORS up has let it in.
    """
    written = str(request.META.get("CONTENT_TYPE", ""))
    is_form = request.method == "POST" and written.partition(";")[0].strip().lower() in FORMS
    if is_form and is_of_foreign_page(request):
        raise refused(request)


def refused(request: HttpRequest) -> OriginRefusedError:
    """The error for *request*, which the page of another site sent. The log says of which origin that is."""
    ORIGINS.tell(request.headers.get("Origin"))
    return OriginRefusedError()


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
