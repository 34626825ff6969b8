"""Every view of the package and of a project that derives from them, by whichever name the environment says."""

# ruff: noqa: D101  # what has no docstring gets the words of the class above
from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from django.urls import path
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compat.tests.simplejwt.site.settings import NAME

# mypy: disable-error-code="misc,name-defined"
authentication: Any = import_module(f"{NAME}.authentication")
schema: Any = import_module(f"{NAME}.schema" if NAME.startswith("drf_signet") else f"drf_spectacular.contrib.{NAME}")
theirs: Any = import_module(f"{NAME}.serializers")
views: Any = import_module(f"{NAME}.views")


class TenantSerializer(theirs.TokenObtainPairSerializer):
    tenant = serializers.CharField(write_only=True)


class TenantView(views.TokenObtainPairView):
    """Sign in to a tenant."""

    serializer_class = TenantSerializer


class QuietView(views.TokenRefreshView):
    serializer_class = theirs.TokenRefreshSerializer


class OwnRefreshSerializer(theirs.TokenRefreshSerializer):
    until = serializers.DateTimeField(read_only=True)


class OwnVerifySerializer(theirs.TokenVerifySerializer):
    """In the project's words."""


class Me(APIView):
    """Says who asks."""

    authentication_classes: ClassVar[list[Any]] = [authentication.JWTAuthentication]
    permission_classes = (IsAuthenticated,)
    serializer_class = OwnVerifySerializer

    def get(self, request: Request) -> Response:
        return Response({})


class Stateless(Me):
    authentication_classes: ClassVar[list[Any]] = [authentication.JWTStatelessUserAuthentication]


class Old(Me):
    authentication_classes: ClassVar[list[Any]] = [authentication.JWTTokenUserAuthentication]


class OwnAuthentication(authentication.JWTAuthentication): ...


class OwnScheme(schema.SimpleJWTScheme):
    target_class: Any = OwnAuthentication
    name = "own"


class Own(Me):
    authentication_classes: ClassVar[list[Any]] = [OwnAuthentication]


urlpatterns = [
    path("token/", views.token_obtain_pair),
    path("token/refresh/", views.token_refresh),
    path("token/verify/", views.token_verify),
    path("token/blacklist/", views.token_blacklist),
    path("sliding/", views.token_obtain_sliding),
    path("sliding/refresh/", views.token_refresh_sliding),
    path("own/", TenantView.as_view()),
    path("own/refresh/", QuietView.as_view(serializer_class=OwnRefreshSerializer)),
    path("own/quiet/", QuietView.as_view()),
    path("own/verify/", views.TokenVerifyView.as_view(serializer_class=OwnVerifySerializer)),
    path("own/blacklist/", views.TokenBlacklistView.as_view(serializer_class=theirs.TokenBlacklistSerializer)),
    path("own/sliding/", views.TokenViewBase.as_view(serializer_class=theirs.TokenRefreshSlidingSerializer)),
    path("me/", Me.as_view()),
    path("stateless/", Stateless.as_view()),
    path("old/", Old.as_view()),
    path("own/me/", Own.as_view()),
]
