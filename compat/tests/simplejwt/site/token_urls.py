"""Every view of the package."""

from __future__ import annotations

from django.urls import path

from drf_signet_compat.simplejwt import views

urlpatterns = [
    path("token/", views.token_obtain_pair),
    path("token/refresh/", views.token_refresh),
    path("token/verify/", views.token_verify),
    path("token/blacklist/", views.token_blacklist),
    path("sliding/", views.token_obtain_sliding),
    path("sliding/refresh/", views.token_refresh_sliding),
]
