"""Endpoints of identities, and nothing for browsers."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("api/", include("drf_signet.identities.urls"))]
