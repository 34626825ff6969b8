"""The same paths after the change: refresh tokens become sessions."""

from __future__ import annotations

from django.urls import path

from compat.tests.simplejwt.switch.project import old_urls
from drf_signet_compat.simplejwt.adoption import authentication, views


class Hello(old_urls.Hello):
    """Greets the user of the token, whose session is looked up where it has one."""

    authentication_classes = (authentication.JWTAuthentication,)  # type: ignore[assignment]  # of the other package


urlpatterns = [
    path("api/token/", views.TokenObtainPairView.as_view()),
    path("api/token/refresh/", views.TokenRefreshView.as_view()),
    path("api/token/verify/", views.TokenVerifyView.as_view()),
    path("api/token/blacklist/", views.TokenBlacklistView.as_view()),
    path("hello/", Hello.as_view()),
]
