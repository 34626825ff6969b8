"""The usual endpoints."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("drf_signet.accounts.urls")),
    path("", include("drf_signet.sessions.urls")),
]
