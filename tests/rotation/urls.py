"""The published keys, and the endpoints with sessions."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("drf_signet.well_known.urls")),
    path("api/", include("drf_signet.sessions.urls")),
]
