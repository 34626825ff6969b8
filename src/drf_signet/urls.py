"""``token/``, ``token/refresh/`` and ``token/verify/``, for ``path("api/", include("drf_signet.urls"))``."""

from __future__ import annotations

from drf_signet import views
from drf_signet.url_paths import checking_path, path

__all__ = ["urlpatterns"]

urlpatterns = [
    checking_path("token/", views.token_obtain_pair, name="token_obtain_pair"),
    path("token/refresh/", views.token_refresh, name="token_refresh"),
    path("token/verify/", views.token_verify, name="token_verify"),
]
