"""The endpoints for other services, for ``path("api/", include("drf_signet.sessions.services.urls"))``."""

from __future__ import annotations

from drf_signet.sessions.services import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("introspect/", views.introspection, name="signet-introspect"),
    path("revoke/", views.revocation, name="signet-revoke"),
    path("events/", views.ended_sessions, name="signet-events"),
]
