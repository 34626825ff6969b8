"""Each kind of endpoints below a prefix of its own, with a view for whoever is signed in; and the clock."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt import authentication as simple_jwt_authentication
from rest_framework_simplejwt import views as simple_jwt

from drf_signet import authentication, views
from drf_signet.sessions import authentication as session_authentication
from drf_signet.sessions import views as session_views
from tests.lifetimes import clock


class Me(APIView):
    """Greets whoever is signed in."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        """The name of the user."""
        return Response({"username": request.user.get_username()})


def forward(request: HttpRequest) -> HttpResponse:
    """Put the clock forward."""
    clock.forward(float(request.body))
    return HttpResponse()


def kind(obtain: Any, refresh: Any, authentication_class: type) -> Any:
    """The three addresses that a client needs."""
    me = Me.as_view(authentication_classes=(authentication_class,))
    return include([path("token/", obtain.as_view()), path("token/refresh/", refresh.as_view()), path("me/", me)])


SESSIONS = session_authentication.JWTAuthentication

urlpatterns = [
    path("clock/", forward),
    path("core/", kind(views.TokenObtainPairView, views.TokenRefreshView, authentication.JWTAuthentication)),
    path("sessions/", kind(session_views.TokenObtainPairView, session_views.TokenRefreshView, SESSIONS)),
    path("kept/", kind(session_views.TokenObtainPairView, session_views.NonRotatingTokenRefreshView, SESSIONS)),
    path(
        "drop-in/",
        kind(
            simple_jwt.TokenObtainPairView,
            simple_jwt.TokenRefreshView,
            simple_jwt_authentication.JWTAuthentication,
        ),
    ),
]
