"""The endpoints for browsers, for ``path("api/", include("drf_signet.mailed_codes.browser.urls"))``."""

from __future__ import annotations

from drf_signet.mailed_codes.browser import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("browser/token/code/", views.browser_sign_in_code, name="browser_sign_in_code"),
    path("browser/token/code/confirm/", views.browser_sign_in_code_confirm, name="browser_sign_in_code_confirm"),
    path("browser/token/link/", views.browser_sign_in_link, name="browser_sign_in_link"),
]
