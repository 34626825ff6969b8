"""Every address of the project."""

from __future__ import annotations

from django.urls import path

from api.views import ProtectedView
from drf_signet_compat.drf_jwt.views import obtain_jwt_token, refresh_jwt_token, verify_jwt_token

urlpatterns = [
    path("api-token-auth/", obtain_jwt_token, name="obtain"),
    path("api-token-refresh/", refresh_jwt_token, name="refresh"),
    path("api-token-verify/", verify_jwt_token, name="verify"),
    path("protected-url/", ProtectedView.as_view(), name="protected"),
]
