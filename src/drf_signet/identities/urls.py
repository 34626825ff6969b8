"""The endpoints of identities, for ``path("api/", include("drf_signet.identities.urls"))``."""

from __future__ import annotations

from drf_signet.identities import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("identities/", views.identity_list, name="identity_list"),
    path("identities/providers/", views.provider_list, name="provider_list"),
    path("identities/<uuid:pk>/", views.identity_detail, name="identity_detail"),
    path("identities/<str:provider>/token/", views.identity_sign_in, name="identity_sign_in"),
    path("identities/<str:provider>/link/", views.identity_link, name="identity_link"),
]
