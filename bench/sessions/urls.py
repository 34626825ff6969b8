"""The endpoints of both packages, and a view behind each authentication class."""

from __future__ import annotations

from django.urls import include, path
from rest_framework_simplejwt import views as simple_views

from bench.packages import SIGNET, SIMPLE_JWT
from bench.views import behind
from drf_signet.sessions.authentication import JWTAuthentication, JWTStatelessUserAuthentication

SIMPLE_PATTERNS = [
    path("token/", simple_views.token_obtain_pair),
    path("token/refresh/", simple_views.token_refresh),
    path("user/", behind(SIMPLE_JWT.with_user)),
    path("stateless/", behind(SIMPLE_JWT.stateless)),
]

urlpatterns = [
    path(f"{SIGNET.slug}/", include("drf_signet.sessions.urls")),
    path(f"{SIGNET.slug}/user/", behind(JWTAuthentication)),
    path(f"{SIGNET.slug}/stateless/", behind(JWTStatelessUserAuthentication)),
    path(f"{SIMPLE_JWT.slug}/", include(SIMPLE_PATTERNS)),
]
