"""The addresses of the auth service."""

from __future__ import annotations

from django.urls import include, path

from drf_signet.sessions.services.views import ended_sessions

urlpatterns = [
    path("", include("drf_signet.well_known.urls")),  # the public keys, and the metadata that names their address
    path("api/", include("drf_signet.sessions.urls")),  # sign-in, refresh, logout
    path("api/events/", ended_sessions, name="signet-events"),  # the feed of sessions that have just ended
]
