"""The addresses of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from django.urls import include, path
from shop.views import me

urlpatterns = [
    path("auth/", include("dj_rest_auth.urls")),
    path("me/", me),
]
