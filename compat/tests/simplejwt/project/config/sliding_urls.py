"""The addresses of the project with sliding tokens."""

from __future__ import annotations

from django.urls import path
from rest_framework_simplejwt.views import (
    TokenBlacklistView,
    TokenObtainPairView,
    TokenObtainSlidingView,
    TokenRefreshSlidingView,
    TokenRefreshView,
    TokenVerifyView,
    token_blacklist,
    token_obtain_sliding,
    token_refresh_sliding,
)

from notes import views

urlpatterns = [
    path("api/sliding/", TokenObtainSlidingView.as_view(), name="token_obtain_sliding"),
    path("api/sliding/refresh/", TokenRefreshSlidingView.as_view(), name="token_refresh_sliding"),
    path("api/token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("api/token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("api/token/verify/", TokenVerifyView.as_view(), name="token_verify"),
    path("api/token/blacklist/", TokenBlacklistView.as_view(), name="token_blacklist"),
    path("functions/sliding/", token_obtain_sliding, name="function_obtain"),
    path("functions/sliding/refresh/", token_refresh_sliding, name="function_refresh"),
    path("functions/token/blacklist/", token_blacklist, name="function_blacklist"),
    path("api/me/", views.MeView.as_view(), name="me"),
]
