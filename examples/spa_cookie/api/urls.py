"""Every address of the project, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import include, path

from api.views import HelloView, TokenObtainPairView, TokenRefreshView
from drf_signet.sessions.browser.views import LogoutAllView, LogoutView

urlpatterns = [
    path("hello/", HelloView.as_view(), name="hello"),
    # What include("drf_signet.sessions.browser.urls") has, with the project's own views for the first two.
    path("browser/token/", TokenObtainPairView.as_view(), name="browser_token_obtain_pair"),
    path("browser/token/refresh/", TokenRefreshView.as_view(), name="browser_token_refresh"),
    path("browser/logout/", LogoutView.as_view(), name="browser_logout"),
    path("browser/logout/all/", LogoutAllView.as_view(), name="browser_logout_all"),
    # Sign-up, activation, the user's own account, passwords, addresses.
    path("", include("drf_signet.accounts.urls")),
]
