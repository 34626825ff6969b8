"""The addresses of djoser, and the one that signs out."""

from __future__ import annotations

from django.urls import include, path
from rest_framework_simplejwt.views import TokenBlacklistView

urlpatterns = [
    path("auth/jwt/blacklist/", TokenBlacklistView.as_view()),
    path("auth/", include("djoser.urls")),
    path("auth/", include("djoser.urls.jwt")),
]
