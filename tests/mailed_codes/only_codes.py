"""A project in which nobody signs in by a password."""

from __future__ import annotations

from django.urls import include, path

from drf_signet.sessions import views

urlpatterns = [
    path("api/token/refresh/", views.token_refresh, name="token_refresh"),
    path("api/", include("drf_signet.mailed_codes.urls")),
]
