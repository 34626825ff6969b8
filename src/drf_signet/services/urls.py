"""Introspection without sessions, for ``path("api/", include("drf_signet.services.urls"))``."""

from __future__ import annotations

from drf_signet.services import views
from drf_signet.url_paths import checking_path

__all__ = ["urlpatterns"]

urlpatterns = [checking_path("introspect/", views.introspection, name="signet-introspect")]
