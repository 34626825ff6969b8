"""
The page to which a browser is led when it has come back from a provider (PROVIDER_RETURN_URL).

The setting is the URL, or the dotted path of a function ``(request: HttpRequest) -> str``. What became of the sign-in
is in the fragment, which no server on the way gets to see. There is no other page to be led to, so nobody can be led
to a stranger's.
"""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.encoding import iri_to_uri

from drf_signet.accounts.link_pages import PLACE, is_function, is_page
from drf_signet.conf import NAME, get_settings, imported
from drf_signet.errors import PageUnavailableError
from drf_signet.outage_log import OUTAGES
from drf_signet.rate_limited_log import RateLimitedLog

SETTING: Final = "PROVIDER_RETURN_URL"
OF_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
NAMES: Final = RateLimitedLog()
logger: Final = logging.getLogger("drf_signet")
SIGNED_IN: Final = "signed_in"
LINKED: Final = "linked"


def return_page(request: HttpRequest) -> str:
    """
    The page for *request*. Raises `PageUnavailableError` where none is set, or a function names none: see the log.

    Raises Django's ``DisallowedHost`` before a function is asked, which may make something of the host.
    """
    page: object = get_settings().PROVIDER_RETURN_URL
    try:
        if isinstance(page, str) and is_function(page):
            request.get_host()
            page = imported(page)(request)
        if not isinstance(page, str) or not is_return_page(page):
            raise ImproperlyConfigured(f"{NAME}[{SETTING!r}] should be the URL of a page, without a fragment.")
    except (ImproperlyConfigured, ImportError) as error:
        OUTAGES.tell(PageUnavailableError.code, error)
        raise PageUnavailableError from error
    _tell_of_two_names(page, request)
    return iri_to_uri(page)


def _tell_of_two_names(page: str, request: HttpRequest) -> None:
    # To a browser these are two sites: what one sets, the other never gets, and nobody says why.
    here, there = split_domain_port(request.META.get("HTTP_HOST", ""))[0], urlsplit(page).netloc
    names = {here, split_domain_port(there)[0]}
    if len(names) > 1 and names <= OF_THIS_MACHINE and NAMES.due(here) is not None:
        logger.warning(
            "The browser is at %s, and %s[%r] leads it to %s: its cookies stay behind. Open the page by one name.",
            here,
            NAME,
            SETTING,
            there,
        )


def with_error(page: str, code: str) -> str:
    """*page*, told that the sign-in failed with the error *code*."""
    return f"{page}#error={quote(code, safe='')}"


def is_return_page(url: str) -> bool:
    """Whether *url* is absolute, of the web or of an app, and has no fragment of its own."""
    return "#" not in url and urlsplit(url).scheme != "" and is_page(f"{url}#{PLACE}")
