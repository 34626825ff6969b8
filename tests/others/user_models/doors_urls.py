"""The usual endpoints, and those of identities and codes."""

from __future__ import annotations

from django.urls import include, path

from tests.others.user_models import urls

urlpatterns = [
    *urls.urlpatterns,
    path("", include("drf_signet.identities.urls")),
    path("", include("drf_signet.mailed_codes.urls")),
]
