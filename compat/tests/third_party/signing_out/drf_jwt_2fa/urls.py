"""The addresses of drf-jwt-2fa, and one of Simple JWT."""

from __future__ import annotations

from django.urls import include, path
from rest_framework_simplejwt.views import TokenBlacklistView

urlpatterns = [
    path("auth/logout/", TokenBlacklistView.as_view()),
    path("auth/", include("drf_jwt_2fa.urls")),
]
