"""Views: subclasses and addresses of the project's own."""

from __future__ import annotations

from typing import Any, assert_type

from django.urls import include, path
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from drf_signet import views
from typing_tests.use_serializers import (
    AccessOnlySerializer,
    HourRefreshSerializer,
    NamedPairSerializer,
    NarrowVerifySerializer,
    PasswordChangeSerializer,
)


class NamedPairView(views.TokenObtainPairView):
    """Another serializer, and a limit."""

    serializer_class = NamedPairSerializer
    throttle_classes = (AnonRateThrottle,)
    www_authenticate_realm = "shop"


class HourRefreshView(views.TokenRefreshView):
    """Something done before."""

    serializer_class = HourRefreshSerializer

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().post(request, *args, **kwargs)
        assert_type(response, Response)
        return response


class StaffVerifyView(views.TokenVerifyView):
    """For signed-in staff alone, in tuples."""

    serializer_class = NarrowVerifySerializer
    authentication_classes = (SessionAuthentication,)
    permission_classes = (IsAdminUser,)


class StaffPairView(views.TokenObtainPairView):
    """The same in lists, as most projects write it."""

    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAdminUser]


class InsideView(views.TokenRefreshView):
    """Permissions put together, as REST framework allows."""

    permission_classes = [IsAuthenticated & IsAdminUser, ~IsAuthenticatedOrReadOnly]


class AccessOnlyView(views.TokenObtainPairView):
    """A serializer that is none of the view's own, but of the same family."""

    serializer_class = AccessOnlySerializer


class PasswordChangeView(views.TokenViewBase):
    """A serializer of any kind."""

    serializer_class = PasswordChangeSerializer


def header(request: Request) -> None:
    """The challenge is text."""
    assert_type(NamedPairView().get_authenticate_header(request), str)


urlpatterns = [
    path("api/", include("drf_signet.urls")),
    path("api/sliding/", views.token_obtain_sliding),
    path("api/sliding/refresh/", views.TokenRefreshSlidingView.as_view(), name="sliding_refresh"),
    path("api/named/", NamedPairView.as_view(www_authenticate_realm="named")),
]
