"""The same addresses, and those for other services, with sessions and without."""

from __future__ import annotations

from django.urls import include, path

from tests.projects.full.urls import urlpatterns as others

urlpatterns = [
    *others,
    path("sessions/api/", include("drf_signet.sessions.services.urls")),
    path("api/", include("drf_signet.services.urls")),
]
