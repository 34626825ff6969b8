"""The endpoints of identities for browsers, for ``path("api/", include("drf_signet.identities.browser.urls"))``."""

from __future__ import annotations

from drf_signet.identities.browser import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("browser/identities/<str:provider>/token/", views.identity_sign_in, name="browser_identity_sign_in"),
    path("browser/identities/<str:provider>/start/", views.provider_start, name="provider_start"),
    path("browser/identities/<str:provider>/callback/", views.provider_callback, name="provider_callback"),
]
