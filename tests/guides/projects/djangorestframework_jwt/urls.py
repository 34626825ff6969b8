"""The addresses of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from django.urls import path
from rest_framework_jwt.views import obtain_jwt_token, refresh_jwt_token, verify_jwt_token
from shop.views import me

urlpatterns = [
    path("api-token-auth/", obtain_jwt_token),
    path("api-token-refresh/", refresh_jwt_token),
    path("api-token-verify/", verify_jwt_token),
    path("me/", me),
]
