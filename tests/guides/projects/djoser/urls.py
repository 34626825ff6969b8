"""The addresses of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from django.urls import include, path
from shop.views import me

urlpatterns = [
    path("auth/", include("djoser.urls")),
    path("auth/", include("djoser.urls.jwt")),
    path("me/", me),
]
