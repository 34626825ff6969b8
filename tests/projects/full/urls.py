"""Every endpoint of the library, without sessions and with them, and views of the project's own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from drf_signet import views
from drf_signet.authentication import JWTStatelessUserAuthentication
from drf_signet.sessions import authentication as session_authentication
from drf_signet.sessions import views as session_views
from drf_signet.sessions.permissions import RecentSignIn


class WhoAmI(APIView):
    """Names the user who sends the request."""

    permission_classes: tuple[type[BasePermission], ...] = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The identifier and the class of the user."""
        return Response({"id": str(request.user.pk), "class": type(request.user).__name__})


class StatelessWhoAmI(WhoAmI):
    """The same without a query."""

    authentication_classes = (JWTStatelessUserAuthentication,)


class Open(WhoAmI):
    """Open to everybody."""

    permission_classes = ()


class LiveWhoAmI(WhoAmI):
    """For users whose session is looked up."""

    authentication_classes = (session_authentication.JWTAuthentication,)


class SnapshotWhoAmI(WhoAmI):
    """For users whose session is not among those that ended recently."""

    authentication_classes = (session_authentication.JWTStatelessUserAuthentication,)


class RecentWhoAmI(LiveWhoAmI):
    """For users who gave their password recently."""

    permission_classes = (IsAuthenticated, RecentSignIn)


urlpatterns = [
    path("admin/", admin.site.urls),
    path("sessions/api/", include("drf_signet.sessions.urls")),
    path("sessions/api/", include("drf_signet.sessions.browser.urls")),
    path("sessions/api/sliding/", session_views.token_obtain_sliding),
    path("sessions/api/sliding/refresh/", session_views.token_refresh_sliding),
    path("sessions/live/", LiveWhoAmI.as_view()),
    path("sessions/snapshot/", SnapshotWhoAmI.as_view()),
    path("sessions/recent/", RecentWhoAmI.as_view()),
    path("api/", include("drf_signet.urls")),
    path("api/sliding/", views.token_obtain_sliding, name="token_obtain_sliding"),
    path("api/sliding/refresh/", views.token_refresh_sliding, name="token_refresh_sliding"),
    path("whoami/", WhoAmI.as_view(), name="whoami"),
    path("stateless/", StatelessWhoAmI.as_view(), name="stateless"),
    path("open/", Open.as_view(), name="open"),
]
