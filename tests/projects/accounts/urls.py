"""Every endpoint of accounts, and those of sessions and browsers."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include("drf_signet.sessions.urls")),
    path("api/", include("drf_signet.sessions.browser.urls")),
    path("api/", include("drf_signet.accounts.urls")),
]
