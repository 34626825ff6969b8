"""The endpoints of Simple JWT, and a view behind each of its authentication classes."""

from __future__ import annotations

from django.urls import path
from open_view import behind
from rest_framework_simplejwt import views
from rest_framework_simplejwt.authentication import JWTAuthentication, JWTStatelessUserAuthentication

urlpatterns = [
    path("token/", views.token_obtain_pair),
    path("token/refresh/", views.token_refresh),
    path("token/verify/", views.token_verify),
    path("stateless/", behind(JWTStatelessUserAuthentication)),
    path("live/", behind(JWTAuthentication)),
]
