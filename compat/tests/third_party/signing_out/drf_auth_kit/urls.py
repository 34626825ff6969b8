"""The addresses of drf-auth-kit."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("auth/", include("auth_kit.urls"))]
