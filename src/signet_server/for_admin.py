"""
Django's middleware for the admin, which every other request passes by.

The admin alone has sessions in cookies, messages, and forms that browsers send themselves. Everything else is asked
with a token in a header, or with the refresh cookie, which `drf_signet.sessions.browser` guards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from signet_server.content_policy import ADMIN

GetResponse = Callable[[HttpRequest], HttpResponseBase]

WITHIN: Final = (MessageMiddleware, AuthenticationMiddleware, CsrfViewMiddleware, SessionMiddleware)
"""From the innermost, in the order that Django documents."""


class AdminMiddleware:
    """All of them, for a request to the admin. Forms of other pages are refused: there are none."""

    def __init__(self, get_response: GetResponse) -> None:
        self._pass_on = self._for_admin = get_response
        for one in WITHIN:
            self._for_admin = cast(GetResponse, one(self._for_admin))
        self._csrf = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self._for_admin(request) if request.path_info.startswith(ADMIN) else self._pass_on(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The refusal of a form without its token, unless *view* is exempt, as all of the API is."""
        return self._csrf.process_view(request, view, given, named)
