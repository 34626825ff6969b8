"""The endpoints for browsers, for ``path("api/", include("drf_signet.sessions.browser.urls"))``."""

from __future__ import annotations

from drf_signet.sessions.browser import views
from drf_signet.url_paths import path

__all__ = ["urlpatterns"]

urlpatterns = [
    path("browser/token/", views.token_obtain_pair, name="browser_token_obtain_pair"),
    path("browser/token/refresh/", views.token_refresh, name="browser_token_refresh"),
    path("browser/logout/", views.logout, name="browser_logout"),
    path("browser/logout/all/", views.logout_all, name="browser_logout_all"),
]
