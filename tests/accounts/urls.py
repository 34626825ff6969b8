"""The project's own URLs, and those of views that a project writes itself."""

from __future__ import annotations

from django.urls import path

from drf_signet.sessions import views as sessions
from drf_signet_compat.drf_jwt.views import obtain_jwt_token
from drf_signet_compat.simplejwt.views import TokenObtainPairView
from tests.accounts import own_views
from tests.projects.accounts.urls import urlpatterns as usual

urlpatterns = [
    *usual,
    path("live/", own_views.LiveView.as_view()),
    path("snapshot/", own_views.SnapshotView.as_view()),
    path("core/set_password/", own_views.CoreSetPasswordView.as_view()),
    path("sliding/", sessions.token_obtain_sliding),
    path("simplejwt/", TokenObtainPairView.as_view()),
    path("drf_jwt/", obtain_jwt_token),
    path("own/users/", own_views.OwnSignUpView.as_view()),
    path("own/me/", own_views.OwnMeView.as_view()),
]
