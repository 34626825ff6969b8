"""The cookie of the request, which says that this browser asked for a code. It is set as that of the refresh token."""

from __future__ import annotations

from dataclasses import replace

from drf_signet.sessions.browser.cookies import RefreshCookie, refresh_cookie


def request_cookie() -> RefreshCookie:
    """The cookie as the settings in force describe it, under a name of its own."""
    cookie = refresh_cookie()
    return replace(cookie, name=f"{cookie.name}_code")
