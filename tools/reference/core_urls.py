"""The addresses of the tier without sessions, as the README mounts them, and those of sliding tokens."""

from __future__ import annotations

from django.urls import include, path

from drf_signet.views import token_obtain_sliding, token_refresh_sliding

urlpatterns = [
    path("api/v1/", include("drf_signet.urls")),
    path("api/v1/token/sliding/", token_obtain_sliding),
    path("api/v1/token/sliding/refresh/", token_refresh_sliding),
]
