"""
The headers that every answer of the service has: what browsers, pages of others, and caches may do with it.

One middleware in the place of four. Each of Django's asks its settings at each answer, which here are constants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from signet_server.content_policy import FORM_POLICY, HEADER, POLICY, RESOURCE_HEADER, RESOURCE_POLICY, WITH_FORMS


class AnswerHeadersMiddleware:
    """Puts them on every answer, also on errors: which of them a browser shows as a page, nobody knows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._usual = usual_headers()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, with the headers."""
        response = self._get_response(request)
        headers = response.headers
        headers[HEADER] = FORM_POLICY if request.path_info.startswith(WITH_FORMS) else POLICY
        headers[RESOURCE_HEADER] = RESOURCE_POLICY
        for name, value in self._usual.items():
            headers.setdefault(name, value)
        return response


def usual_headers() -> Mapping[str, str]:
    """Those that a view may choose otherwise."""
    seconds = settings.SECURE_HSTS_SECONDS
    # A browser believes it only over https.
    is_secure = seconds and urlsplit(settings.PUBLIC_URL).scheme == "https"
    return {
        # Most answers are about one person, or were true a moment ago.
        "Cache-Control": "no-store",
        **({"Strict-Transport-Security": f"max-age={seconds}"} if is_secure else {}),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }
