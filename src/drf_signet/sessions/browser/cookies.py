"""
The one cookie of the refresh token: its name, how it is set and deleted, and how it is read.

No script can read it (HttpOnly). Where the settings allow it, its name starts with ``__Host-``: then no other host,
a sibling subdomain for one, can set a cookie of that name for us (RFC 6265bis section 4.1.3).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from drf_signet.conf import NAME, get_settings
from drf_signet.sessions.browser.errors import AmbiguousCookieError, CookieTooLargeError
from drf_signet.settings import Settings

MAXIMUM_BYTES: Final = 4_096
"""Of name and value together: what browsers keep (RFC 6265bis section 5.6)."""

SPACE: Final = " \t"
"""
White space that may surround a name or a value (RFC 6265bis section 5.6). Python's ``strip()`` removes more: a name
after a no-break space, which any host may set, would become one that starts with ``__Host-``.
"""

LONG_AGO: Final = "Thu, 01 Jan 1970 00:00:00 GMT"

logger: Final = logging.getLogger("drf_signet")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshCookie:
    """The cookie as the settings describe it."""

    name: str
    samesite: Literal["Strict", "Lax", "None"]
    domain: str | None
    path: str
    secure: bool

    @classmethod
    def described_by(cls, settings: Settings) -> RefreshCookie:
        """The cookie that *settings* ask for, under the safest name that they allow."""
        domain, path, secure = (
            settings.REFRESH_COOKIE_DOMAIN,
            settings.REFRESH_COOKIE_PATH,
            settings.REFRESH_COOKIE_SECURE,
        )
        belongs_to_one_host = domain is None and path == "/"
        prefix = ("__Host-" if belongs_to_one_host else "__Secure-") if secure else ""
        return cls(
            name=prefix + settings.REFRESH_COOKIE_NAME,
            samesite=settings.REFRESH_COOKIE_SAMESITE,
            domain=domain,
            path=path,
            secure=secure,
        )

    def set_on(self, response: HttpResponseBase, token: str, max_age: int | None) -> None:
        """Let the browser keep *token* for *max_age* seconds, or until it is closed. Raises `CookieTooLargeError`."""
        if len(self.name) + len(token) > MAXIMUM_BYTES:
            raise CookieTooLargeError
        if not self.secure:
            _warn_of_plain_http()
        self._write(response, token, max_age, None)

    def delete_from(self, response: HttpResponseBase) -> None:
        """Let the browser forget the token. A browser finds the cookie by the very attributes that it was set with."""
        self._write(response, "", 0, LONG_AGO)

    def values_in(self, request: HttpRequest) -> list[str]:
        """The values of all cookies of this name, which Django's own parser makes one of."""
        pairs = [one.partition("=") for one in str(request.META.get("HTTP_COOKIE", "")).split(";")]
        # A cookie without a name is sent as its value alone, which may be this very name.
        named = [(name.strip(SPACE), value.strip(SPACE)) for name, equals, value in pairs if equals]
        return [value.strip('"') for name, value in named if name == self.name]

    def read_from(self, request: HttpRequest) -> str | None:
        """The token, or None where there is no cookie or an empty one. Raises `AmbiguousCookieError` for two."""
        values = self.values_in(request)
        if len(values) > 1:
            raise AmbiguousCookieError
        return values[0] or None if values else None

    def _write(self, response: HttpResponseBase, value: str, max_age: int | None, expires: str | None) -> None:
        response.set_cookie(
            self.name,
            value,
            max_age=max_age,
            expires=expires,
            path=self.path,
            domain=self.domain,
            secure=self.secure,
            httponly=True,
            samesite=self.samesite,
        )


def refresh_cookie() -> RefreshCookie:
    """The cookie as the settings in force describe it."""
    return RefreshCookie.described_by(get_settings())


@cache
def _warn_of_plain_http() -> None:
    logger.warning(
        "The refresh token is in a cookie that browsers also send over plain http: %s['REFRESH_COOKIE_SECURE'] is "
        "False.",
        NAME,
    )
