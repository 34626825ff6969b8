"""
To which page a link in a mail leads: of the front end, or of an app by a scheme of its own.

A setting is the URL, or the dotted path of a function ``(request: HttpRequest | None) -> str``, for a project whose
pages differ by host or tenant. It is called while the request is answered, as a mail is written later, by another
thread or process: what it returns goes along. Nothing here is made of the ``Host`` of a request; a function that does
so finds one that ALLOWED_HOSTS has let through.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from drf_signet.accounts.links import Purpose
from drf_signet.conf import NAME, get_settings, imported
from drf_signet.errors import PageUnavailableError
from drf_signet.outage_log import OUTAGES

PLACE: Final = "{token}"
PAGES: Final[Mapping[Purpose, str]] = {
    Purpose.ACTIVATION: "ACTIVATION_URL",
    Purpose.PASSWORD_RESET: "PASSWORD_RESET_URL",
    Purpose.EMAIL_CHANGE: "EMAIL_CHANGE_URL",
    Purpose.SIGN_IN: "SIGN_IN_CODE_URL",
    Purpose.SIGN_IN_NOTICE: "SIGN_IN_NOTICE_URL",
}
"""The setting that says to which page a link leads."""

WEB: Final = ("http", "https")
NO_APPS: Final = re.compile(
    "about|blob|chrome|cid|data|file|filesystem|ftps?|jar|javascript|mailto|mid|resource|sms|tel|urn|vbscript"
    "|view-source|wss?"
)
"""Schemes that run something, open something else, or lead nowhere: no app's own (RFC 7595 section 3.8)."""

UNSAFE: Final = re.compile(r"""[\s\x00-\x1f\x7f"'<>\\^`]""")
"""What no URL has in it (RFC 3986 appendix A), and what would end one in a mail."""

DOTTED_PATH: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+")


def pages_for(request: HttpRequest | None) -> str | None:
    """
    The pages that functions of the project name for *request*, for `page_of` to read later; None where there are none.

    Raises Django's ``DisallowedHost``, which it answers with 400, and `PageUnavailableError` for what is no page, which
    goes to the log.
    """
    purposes = [purpose for purpose, name in PAGES.items() if is_function(getattr(get_settings(), name))]
    if not purposes:
        return None
    if request is not None:
        # Before any function asks: what it makes of the host is mailed.
        request.get_host()
    try:
        return json.dumps({purpose.value: _named(purpose, request) for purpose in purposes})
    except ImproperlyConfigured as error:
        OUTAGES.tell(PageUnavailableError.code, error)
        raise PageUnavailableError from error


def page_of(purpose: Purpose, pages: str | None = None) -> str:
    """
    The page to which links of *purpose* lead, by what `pages_for` said of the request.

    Raises `ImproperlyConfigured` where none is set.
    """
    page = getattr(get_settings(), PAGES[purpose])
    if is_function(page):
        page = json.loads(pages or "{}").get(purpose.value) or _named(purpose, None)
    return _checked(page, purpose)


def link_to(purpose: Purpose, token: str, pages: str | None = None) -> str:
    """The link with *token*, as `page_of`. Raises `ImproperlyConfigured` where no page is set."""
    return page_of(purpose, pages).replace(PLACE, token)


def is_function(page: object) -> bool:
    """Whether a setting looks like the dotted path of a function, and not like a URL."""
    return isinstance(page, str) and DOTTED_PATH.fullmatch(page) is not None


def is_page(url: str) -> bool:
    """Whether *url* is absolute, of the web or of an app, and has one place for a token and no other braces."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_somewhere = bool(host) if parts.scheme in WEB else _is_of_an_app(parts.scheme, url)
    has_place = url.count(PLACE) == 1 and PLACE not in parts.netloc
    return is_somewhere and has_place and not set("{}").intersection(url.replace(PLACE, "")) and not UNSAFE.search(url)


def _is_of_an_app(scheme: str, url: str) -> bool:
    # One letter is a drive, and what is nearly http is a slip. Without the slash, it might be a host and its port.
    is_own = len(scheme) > 1 and not NO_APPS.fullmatch(scheme) and not get_close_matches(scheme, WEB, cutoff=0.8)
    return is_own and url[len(scheme) :].startswith(":/")


def _named(purpose: Purpose, request: HttpRequest | None) -> str:
    return _checked(imported(getattr(get_settings(), PAGES[purpose]))(request), purpose)


def _checked(page: object, purpose: Purpose) -> str:
    if not isinstance(page, str) or not is_page(page):
        raise ImproperlyConfigured(
            f"{NAME}[{PAGES[purpose]!r}] should be a URL that contains {PLACE}, or a function that returns one."
        )
    return page
