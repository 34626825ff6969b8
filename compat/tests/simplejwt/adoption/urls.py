"""The endpoints that adopt tokens, the one for browsers, and protected views."""

from __future__ import annotations

from django.urls import path
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet.sessions.permissions import RecentSignIn
from drf_signet_compat.simplejwt.adoption import authentication, browser_views, views


class Live(APIView):
    """Looks the session up, if the token has one."""

    authentication_classes: tuple[type[authentication.JWTAuthentication], ...] = (authentication.JWTAuthentication,)
    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The user who sends the request."""
        return Response({"id": str(request.user.pk)})


class Snapshot(Live):
    """Asks the list of ended sessions."""

    authentication_classes = (authentication.JWTStatelessUserAuthentication,)  # type: ignore[assignment]


class Recent(Live):
    """For users who gave their password recently."""

    permission_classes = (IsAuthenticated, RecentSignIn)


urlpatterns = [
    path("api/token/", views.token_obtain_pair),
    path("api/token/refresh/", views.token_refresh),
    path("api/token/verify/", views.token_verify),
    path("api/token/blacklist/", views.token_blacklist),
    path("api/logout/", views.logout),
    path("api/logout/all/", views.logout_all),
    path("browser/refresh/", browser_views.TokenRefreshView.as_view(old_cookie="my-refresh", old_cookie_path="/auth")),
    path("browser/logout/", browser_views.LogoutView.as_view(old_cookie="my-refresh", old_cookie_path="/auth")),
    path("browser/logout/all/", browser_views.LogoutAllView.as_view(old_cookie="my-refresh", old_cookie_path="/auth")),
    path("plain/refresh/", browser_views.TokenRefreshView.as_view()),
    path("plain/logout/", browser_views.LogoutView.as_view()),
    path("plain/logout/all/", browser_views.LogoutAllView.as_view()),
    path("live/", Live.as_view()),
    path("snapshot/", Snapshot.as_view()),
    path("recent/", Recent.as_view()),
]
