"""
OpenAPI for drf-spectacular: what the endpoints for browsers take and answer, and those of sessions and tokens.

Import this module once, in the ``urls.py`` that serves the schema:
``import drf_signet.sessions.browser.schema  # noqa: F401``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiViewExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from drf_signet import schema as core
from drf_signet.openapi_description import LAST, answering, described, description_of, documented
from drf_signet.sessions import schema as sessions
from drf_signet.sessions.browser.cookies import refresh_cookie

__all__: list[str] = []


class BrowserAccessToken(serializers.Serializer[Any]):
    """The access token, and for how many seconds it is valid. The refresh token is in the cookie."""

    access = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="For how many seconds the access token is valid.")


class _BrowserEndpoint(OpenApiViewExtension):
    match_subclasses = True
    priority = LAST + 10
    success: ClassVar[int] = 200
    answer: ClassVar[type[serializers.Serializer[Any]] | None] = BrowserAccessToken
    more: ClassVar[Mapping[int, OpenApiResponse]]
    summary: ClassVar[str]
    takes_cookie: ClassVar[bool] = True
    given: ClassVar[str]
    """What becomes of the cookie."""

    def view_replacement(self) -> Any:
        """The view with its answers and its cookie described."""
        told = documented(
            {
                self.success: self.answer,
                400: OpenApiResponse(
                    description="The request is malformed, or has two cookies with the same name: `ambiguous_cookie`."
                ),
                403: OpenApiResponse(
                    core.CodedRefusal, description="The page isn't allowed to send this request: `origin_refused`."
                ),
                **core.BAD_BODY,
                **self.more,
                **core.UNAVAILABLE,
            },
            self._parameters(refresh_cookie().name),
            summary=self.summary,
            description=description_of(self.target, "post"),
            **({"request": None} if self.takes_cookie else {}),
        )
        return described(self.target, {"post": answering(told, self.success, self.answer) if self.answer else told})

    def _parameters(self, name: str) -> list[OpenApiParameter]:
        text = f"`{name}`: {self.given}"
        set_cookie = OpenApiParameter(
            "Set-Cookie", location=OpenApiParameter.HEADER, response=[self.success], description=text
        )
        cookie = OpenApiParameter(name, location=OpenApiParameter.COOKIE, description="The refresh token.")
        return [cookie, set_cookie] if self.takes_cookie else [set_cookie]


class ObtainPairEndpoint(_BrowserEndpoint):
    """``browser/token/``."""

    target_class = "drf_signet.sessions.browser.views.TokenObtainPairView"
    summary = "Sign in from a browser"
    takes_cookie = False
    given = "the refresh token"
    more: ClassVar[Mapping[int, OpenApiResponse]] = {
        401: OpenApiResponse(
            core.TokenRefusal, description="The credentials are wrong, or the account isn't allowed to sign in."
        ),
        **core.THROTTLED,
    }


class RefreshEndpoint(_BrowserEndpoint):
    """``browser/token/refresh/``."""

    target_class = "drf_signet.sessions.browser.views.TokenRefreshView"
    summary = "Refresh an access token from a browser"
    given = "the next refresh token"
    more: ClassVar[Mapping[int, OpenApiResponse]] = sessions.SIGNED_OUT | sessions.SUPERSEDED | core.THROTTLED


class LogoutEndpoint(_BrowserEndpoint):
    """``browser/logout/``."""

    target_class = "drf_signet.sessions.browser.views.LogoutView"
    success = 204
    answer = None
    more: ClassVar[Mapping[int, OpenApiResponse]] = {}
    summary = "Sign out from a browser"
    given = "deleted"
    priority = LAST + 11


class LogoutAllEndpoint(LogoutEndpoint):
    """``browser/logout/all/``."""

    target_class = "drf_signet.sessions.browser.views.LogoutAllView"
    summary = "Sign out everywhere from a browser"
    priority = LAST + 12
