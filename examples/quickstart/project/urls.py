"""Every address of the quick start."""

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from api.views import HelloView, NamedTokenObtainPairView, SignUpView, UserViewSet
from drf_signet.views import (
    TokenObtainSlidingView,
    TokenRefreshSlidingView,
    TokenRefreshView,
    TokenVerifyView,
)

router = DefaultRouter()
router.register("users", UserViewSet)

urlpatterns = [
    path("api/token/", NamedTokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("api/token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("api/token/verify/", TokenVerifyView.as_view(), name="token_verify"),
    path("api/token/sliding/", TokenObtainSlidingView.as_view(), name="token_obtain_sliding"),
    path("api/token/sliding/refresh/", TokenRefreshSlidingView.as_view(), name="token_refresh_sliding"),
    path("api/sign-up/", SignUpView.as_view(), name="sign_up"),
    path("api/hello/", HelloView.as_view(), name="hello"),
    path("api/", include(router.urls)),
]
