"""
Django's middleware for the admin, which passes every other request on.

The admin alone has sessions in cookies, and messages. Everything else is asked with a token in a header, or with the
refresh cookie, which `drf_signet.sessions.browser` guards.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

from signet_server.content_policy import ADMIN


def is_for_admin(request: HttpRequest) -> bool:
    """Whether *request* is for a page of the admin."""
    return request.path_info.startswith(ADMIN)


class ForAdmin(MiddlewareMixin):
    """The part that each of these has before Django's own."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer. Django's middleware sees *request* only if it is for the admin."""
        answer: Any = super().__call__(request) if is_for_admin(request) else self.get_response(request)
        return cast(HttpResponseBase, answer)


class SessionMiddleware(ForAdmin, sessions.SessionMiddleware):
    """Sessions in cookies."""


class AuthenticationMiddleware(ForAdmin, auth.AuthenticationMiddleware):
    """The user of the session."""


class MessageMiddleware(ForAdmin, messages.MessageMiddleware):
    """What the next page is to say."""
