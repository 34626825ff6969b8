"""
The endpoints for browsers while tokens are adopted, also those in a cookie of another name:

    path("browser/token/refresh/", TokenRefreshView.as_view(old_cookie="my-refresh-token", old_cookie_path="/")),

Every token becomes a session here, whatever ADOPTION_PERCENTAGE says. The cookie of the old name is deleted.
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from drf_signet.contrib.simplejwt.adoption import serializers
from drf_signet.sessions.browser import views
from drf_signet.sessions.browser.exceptions import OriginRefused
from drf_signet.sessions.browser.origin import may_sign_in_by_cookie
from drf_signet.views import SerializerClass


class OldCookieMixin(views.CookieViewBase):
    """Takes the refresh token from the cookie *old_cookie* where there is none in ours."""

    old_cookie: str = ""
    old_cookie_path: str = "/"
    old_cookie_domain: str | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse foreign pages first, then look at both cookies."""
        if not may_sign_in_by_cookie(request, has_cookie=self.old_cookie in request.COOKIES):
            raise OriginRefused
        super().initial(request, *args, **kwargs)
        if self.presented is None:
            self.presented = request.COOKIES.get(self.old_cookie) or None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Delete the old cookie where the new one was set, or deleted."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.cookies and self.old_cookie in request.COOKIES:
            response.delete_cookie(self.old_cookie, self.old_cookie_path, self.old_cookie_domain)
        return response


class TokenRefreshView(OldCookieMixin, views.TokenRefreshView):
    """Exchange the refresh token in either cookie for the next one and a new access token."""

    serializer_class: SerializerClass | None = serializers.AdoptingTokenRefreshSerializer


class LogoutView(OldCookieMixin, views.LogoutView):
    """Sign out in this browser, also where only the old cookie is left."""

    serializer_class: SerializerClass | None = serializers.AdoptingTokenBlacklistSerializer


class LogoutAllView(OldCookieMixin, views.LogoutAllView):
    """Sign out in this browser and on every other device whose token has become a session."""

    serializer_class: SerializerClass | None = serializers.LogoutAllSerializer
