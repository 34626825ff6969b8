"""
OpenAPI for drf-spectacular: the endpoints of codes for browsers, and all that `drf_signet.mailed_codes.schema` has.

Import this module once, in the ``urls.py`` that serves the schema:
``import drf_signet.mailed_codes.browser.schema  # noqa: F401``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from drf_signet.mailed_codes import schema as codes
from drf_signet.mailed_codes.browser.cookies import request_cookie
from drf_signet.openapi_description import LAST
from drf_signet.sessions.browser.cookies import refresh_cookie
from drf_signet.sessions.browser.schema import BrowserAccessToken

__all__: list[str] = []


class BrowserCodeAsked(serializers.Serializer[Any]):
    """A sentence that is the same for every address."""

    detail = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="For how many seconds the code is valid.")


class _BrowserCodeEndpoint(codes.CodeEndpoint):
    priority = LAST + 30

    def parameters(self) -> list[OpenApiParameter]:
        """The request, and the refresh token."""
        asked, token = request_cookie().name, refresh_cookie().name
        text = f"`{token}`: the refresh token; and `{asked}`: deleted"
        return [
            OpenApiParameter(
                asked, location=OpenApiParameter.COOKIE, description="That this browser asked for the code."
            ),
            OpenApiParameter("Set-Cookie", location=OpenApiParameter.HEADER, response=[200], description=text),
        ]


class BrowserAskEndpoint(_BrowserCodeEndpoint):
    """``browser/token/code/``."""

    target_class = "drf_signet.mailed_codes.browser.views.BrowserSignInCodeView"
    answer = BrowserCodeAsked
    more = codes.FIELDS
    summary = "Ask for a code by e-mail, in a browser"

    def parameters(self) -> list[OpenApiParameter]:
        """The request."""
        text = f"`{request_cookie().name}`: that this browser asked for the code"
        return [OpenApiParameter("Set-Cookie", location=OpenApiParameter.HEADER, response=[200], description=text)]


class BrowserConfirmEndpoint(_BrowserCodeEndpoint):
    """``browser/token/code/confirm/``."""

    target_class = "drf_signet.mailed_codes.browser.views.BrowserSignInCodeConfirmView"
    answer = BrowserAccessToken
    more: ClassVar[Mapping[int, OpenApiResponse]] = codes.SIGNED_IN | codes.WRONG_CODE
    summary = "Sign in with a code, in a browser"


class BrowserLinkEndpoint(_BrowserCodeEndpoint):
    """``browser/token/link/``."""

    target_class = "drf_signet.mailed_codes.browser.views.BrowserSignInLinkView"
    answer = BrowserAccessToken
    more: ClassVar[Mapping[int, OpenApiResponse]] = codes.SIGNED_IN | codes.ELSEWHERE
    summary = "Sign in with a link, in a browser"
