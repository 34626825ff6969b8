"""The endpoints of sessions, for ``path("api/", include("drf_signet.sessions.urls"))``."""

from __future__ import annotations

from drf_signet.sessions import views
from drf_signet.url_paths import checking_path, path

__all__ = ["urlpatterns"]

urlpatterns = [
    checking_path("token/", views.token_obtain_pair, name="token_obtain_pair"),
    path("token/refresh/", views.token_refresh, name="token_refresh"),
    path("token/verify/", views.token_verify, name="token_verify"),
    path("token/blacklist/", views.token_blacklist, name="token_blacklist"),
    path("logout/", views.logout, name="logout"),
    path("logout/all/", views.logout_all, name="logout_all"),
    path("sessions/", views.session_list, name="session_list"),
    path("sessions/<uuid:pk>/", views.session_detail, name="session_detail"),
]
