"""Every way in."""

from __future__ import annotations

from django.urls import include, path

from tests.projects.accounts import urls as of_accounts

urlpatterns = [
    *of_accounts.urlpatterns,
    path("api/", include("drf_signet.identities.urls")),
    path("api/", include("drf_signet.identities.browser.urls")),
    path("api/", include("drf_signet.mailed_codes.urls")),
    path("api/", include("drf_signet.mailed_codes.browser.urls")),
]
