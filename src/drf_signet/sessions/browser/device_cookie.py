"""
The cookie that tells one browser from all others, so that Signet knows on which of them a user has signed in before.

It holds a random identifier and nothing about a user, stays after a sign-out, and authenticates nobody. It is there
only if SIGN_IN_NOTICE_URL is set.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from drf_signet.conf import get_settings
from drf_signet.sessions.browser.cookies import RefreshCookie, refresh_cookie
from drf_signet.sessions.browser.errors import AmbiguousCookieError

BYTES: Final = 16
IDENTIFIER: Final = re.compile(r"[\w-]{22}", re.ASCII)
LONGEST_AGE: Final = 400 * 86_400
"""Seconds that browsers keep a cookie at most (RFC 6265bis section 5.5)."""


def device_cookie() -> RefreshCookie:
    """
    The cookie as the settings in force describe it.

    It goes along with a user who comes back from another site, such as that of a provider, which Strict would forbid.
    """
    refresh = refresh_cookie()
    samesite = refresh.samesite if refresh.samesite == "None" else "Lax"
    return replace(refresh, name=f"{refresh.name}_device", samesite=samesite)


def browser_of(request: HttpRequest) -> str:
    """The identifier of the browser of *request*: a new one where it has none. Empty where nobody asks for it."""
    if get_settings().SIGN_IN_NOTICE_URL is None:
        return ""
    try:
        known = device_cookie().read_from(request) or ""
    except AmbiguousCookieError:
        known = ""
    return known if IDENTIFIER.fullmatch(known) else secrets.token_urlsafe(BYTES)


def keep_browser(response: HttpResponseBase, browser: str) -> None:
    """Let *browser* keep its identifier, if it has one."""
    if browser:
        device_cookie().set_on(response, browser, LONGEST_AGE)
