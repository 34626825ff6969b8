"""What can be seen of the settings of the cookie: one `Effect` each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.models import User
from django.http import HttpResponse

from drf_signet.sessions.browser.cookies import refresh_cookie
from tests.conf.effect import Effect, See


def see_name(user: User) -> object:
    """The name of the cookie, with its prefix."""
    return refresh_cookie().name


def see(attribute: str) -> See:
    """What the cookie of an answer says in *attribute*."""

    def look(user: User) -> object:
        response = HttpResponse()
        refresh_cookie().set_on(response, "a.b.c", 60)
        (morsel,) = response.cookies.values()
        return morsel[attribute]

    return look


BROWSER_EFFECTS: Final[Mapping[str, Effect]] = {
    "REFRESH_COOKIE_NAME": Effect(see_name, {"REFRESH_COOKIE_NAME": "me"}, before="__Host-refresh", after="__Host-me"),
    "REFRESH_COOKIE_SAMESITE": Effect(
        see("samesite"), {"REFRESH_COOKIE_SAMESITE": "Lax"}, before="Strict", after="Lax"
    ),
    "REFRESH_COOKIE_DOMAIN": Effect(
        see("domain"), {"REFRESH_COOKIE_DOMAIN": "example.com"}, before="", after="example.com"
    ),
    "REFRESH_COOKIE_PATH": Effect(see("path"), {"REFRESH_COOKIE_PATH": "/api/"}, before="/", after="/api/"),
    "REFRESH_COOKIE_SECURE": Effect(
        see_name, {"REFRESH_COOKIE_SECURE": False}, before="__Host-refresh", after="refresh"
    ),
}
"""An effect for every setting of the cookie."""
