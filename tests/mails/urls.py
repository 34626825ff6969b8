"""The addresses of `zygote`."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("api/", include("drf_signet.accounts.urls"))]
