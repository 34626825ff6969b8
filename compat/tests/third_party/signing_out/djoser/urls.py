"""The addresses of djoser, and one of the project."""

from __future__ import annotations

from django.urls import include, path
from views import log_out

urlpatterns = [
    path("auth/logout/", log_out),
    path("auth/", include("djoser.urls")),
    path("auth/", include("djoser.urls.jwt")),
]
