"""Every door, those of accounts among them."""

from __future__ import annotations

from django.urls import include, path

from tests.others.second_factors.urls import urlpatterns as doors

urlpatterns = [*doors, path("accounts/", include("drf_signet.accounts.urls"))]
