"""
The endpoints for browsers while tokens are adopted, also those in a cookie of another name:

    path("browser/token/refresh/", TokenRefreshView.as_view(old_cookie="my-refresh-token", old_cookie_path="/")),

Every token becomes a session here, whatever ADOPTION_PERCENTAGE says. The cookie of the old name is deleted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.answering_views import SerializerClass
from drf_signet.errors import OriginRefusedError
from drf_signet.sessions.browser import views
from drf_signet.sessions.browser.cookies import RefreshCookie, refresh_cookie
from drf_signet.sessions.browser.origin import may_sign_in_by_cookie
from drf_signet_compat.simplejwt.adoption import serializers
from drf_signet_compat.simplejwt.adoption.refusal_texts import KeptWords

__all__ = ["LogoutAllView", "LogoutView", "TokenRefreshView"]


class OldCookieMixin(KeptWords, views.CookieViewBase):
    """Takes the refresh token from the cookie *old_cookie*, if one is named, where there is none in ours."""

    old_cookie: str | None = None
    old_cookie_path: str = "/"
    old_cookie_domain: str | None = None
    old_cookie_samesite: Literal["Strict", "Lax", "None"] = "Lax"
    left_behind: str | None = None
    """The token in the old cookie, where there was one in ours, too."""

    moving: str | None = None
    """The token in the old cookie, where there was none in ours."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """
        Refuse pages of other origins first, then read both cookies.

        Raises `AmbiguousCookieError` for two of one name.
        """
        cookie = self._described()
        if cookie and not may_sign_in_by_cookie(request, has_cookie=bool(cookie.values_in(request))):
            raise OriginRefusedError
        super().initial(request, *args, **kwargs)
        if cookie is None:
            return
        old = cookie.read_from(request)
        if self.presented is None:
            self.presented = self.moving = old
        else:
            self.left_behind = old

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Delete the old cookie where the new one was set, or deleted."""
        response = super().finalize_response(request, response, *args, **kwargs)
        cookie = self._described()
        if cookie and response.cookies and cookie.values_in(request):
            cookie.delete_from(response)
        return response

    def _described(self) -> RefreshCookie | None:
        if not self.old_cookie:
            return None
        return replace(
            refresh_cookie(),
            name=self.old_cookie,
            path=self.old_cookie_path,
            domain=self.old_cookie_domain,
            samesite=self.old_cookie_samesite,
        )


class TokenRefreshView(OldCookieMixin, views.TokenRefreshView):
    """Exchange the refresh token in either cookie for the next one and a new access token."""

    serializer_class: SerializerClass | None = serializers.AdoptingTokenRefreshSerializer

    def hand_out(self, response: Response) -> Response:
        """*response*, with its refresh token moved into our cookie, or without a new one that of the old cookie."""
        if self.moving is not None:
            response.data = {"refresh": self.moving, **response.data}
        return super().hand_out(response)


class LogoutView(OldCookieMixin, views.LogoutView):
    """Sign out in this browser, whichever cookies it has."""

    serializer_class: SerializerClass | None = serializers.AdoptingTokenBlacklistSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """204, and both cookies are deleted; 400, 403, 415 or 503 otherwise."""
        response = super().post(request, *args, **kwargs)
        if self.left_behind is not None:
            self.end(self.left_behind)
        return response


class LogoutAllView(LogoutView, views.LogoutAllView):
    """Sign out in this browser and on every other device whose token has become a session."""

    serializer_class: SerializerClass | None = serializers.LogoutAllSerializer
