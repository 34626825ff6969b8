"""The endpoints of codes, for ``path("api/", include("drf_signet.mailed_codes.urls"))``."""

from __future__ import annotations

from drf_signet.mailed_codes import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("token/code/", views.sign_in_code, name="sign_in_code"),
    path("token/code/confirm/", views.sign_in_code_confirm, name="sign_in_code_confirm"),
    path("token/link/", views.sign_in_link, name="sign_in_link"),
]
