"""The endpoints of sessions, accounts and codes by mail."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/", include("drf_signet.sessions.urls")),
    path("api/", include("drf_signet.accounts.urls")),
    path("api/", include("drf_signet.mailed_codes.urls")),
]
