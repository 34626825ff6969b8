"""Addresses at the root of a host (RFC 8615), for ``path("", include("drf_signet.well_known.urls"))``."""

from __future__ import annotations

from drf_signet.url_paths import checking_path
from drf_signet.well_known import views

__all__ = ["urlpatterns"]

urlpatterns = [
    checking_path(".well-known/jwks.json", views.published_keys, name="signet-jwks"),
]
