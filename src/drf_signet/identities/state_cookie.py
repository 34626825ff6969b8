"""
The cookie that binds a ``state`` to the browser that was sent to the provider.

Without it, an attacker could have a stranger's browser finish the attacker's own sign-in (RFC 6749 section 10.12). It
has to come along when the provider sends the browser back, so it is Lax, whatever the cookie of the refresh token is.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from django.http import HttpRequest

from drf_signet.conf import get_settings
from drf_signet.sessions.browser.cookies import RefreshCookie
from drf_signet.sessions.browser.errors import AmbiguousCookieError

SUFFIX: Final = "_provider"
SECRET_BYTES: Final = 32
SECRET: Final = re.compile(r"[\w-]{43}", re.ASCII)


def state_cookie() -> RefreshCookie:
    """The cookie as the settings in force describe it: of this host alone."""
    settings = get_settings()
    prefix = "__Host-" if settings.REFRESH_COOKIE_SECURE else ""
    return RefreshCookie(
        name=f"{prefix}{settings.REFRESH_COOKIE_NAME}{SUFFIX}",
        # A page of another site gets a cookie of ours set only where it may be sent from there as well.
        samesite="None" if settings.REFRESH_COOKIE_SAMESITE == "None" else "Lax",
        domain=None,
        path="/",
        secure=settings.REFRESH_COOKIE_SECURE,
    )


def browser_of(request: HttpRequest) -> str | None:
    """The secret of the browser that sent *request*; None where it has none, or two, of which one was planted."""
    try:
        found = state_cookie().read_from(request)
    except AmbiguousCookieError:
        return None
    return found if found and SECRET.fullmatch(found) else None


def secret_for(request: HttpRequest) -> str:
    """That secret, or a new one. Two tabs of one browser share it, so neither disturbs the other."""
    return browser_of(request) or secrets.token_urlsafe(SECRET_BYTES)
