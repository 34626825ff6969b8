"""The addresses of dj-rest-auth."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("auth/", include("dj_rest_auth.urls"))]
