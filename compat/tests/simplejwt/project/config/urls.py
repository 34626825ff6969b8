"""The addresses of the project."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework_simplejwt.views import (
    TokenBlacklistView,
    TokenObtainPairView,
    TokenRefreshView,
    TokenVerifyView,
    token_obtain_pair,
    token_refresh,
    token_verify,
)

from notes import views
from notes.serializers import EmailLoginSerializer

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/token/", TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("api/token/refresh/", TokenRefreshView.as_view(), name="token_refresh"),
    path("api/token/verify/", TokenVerifyView.as_view(), name="token_verify"),
    path("api/token/blacklist/", TokenBlacklistView.as_view(), name="token_blacklist"),
    path("functions/token/", token_obtain_pair, name="function_obtain"),
    path("functions/token/refresh/", token_refresh, name="function_refresh"),
    path("functions/token/verify/", token_verify, name="function_verify"),
    path("api/login/", views.LoginView.as_view(), name="login"),
    path("api/login/dotted/", views.DottedLoginView.as_view(), name="dotted_login"),
    path("api/login/missing/", views.MissingSerializerView.as_view(), name="missing_serializer"),
    path("api/login/documented/", views.DecoratedTokenObtainPairView.as_view(), name="documented_login"),
    path("api/login/email/", views.LoginView.as_view(serializer_class=EmailLoginSerializer), name="email_login"),
    path("api/login/throttled/", views.ThrottledLoginView.as_view(), name="throttled_login"),
    path("api/login/remembered/", views.RememberedLoginView.as_view(), name="remembered_login"),
    path("api/refresh/fresh/", views.FreshRefreshView.as_view(), name="fresh_refresh"),
    path("api/me/paying/", views.PayingMeView.as_view(), name="paying_me"),
    path("api/login/cookie/", views.CookieLoginView.as_view(), name="cookie_login"),
    path("api/logout/everywhere/", views.LogoutEverywhereView.as_view(), name="logout_everywhere"),
    path("api/exchange/", views.ExchangeView.as_view(), name="exchange"),
    path("api/notes/", views.NoteListView.as_view(), name="notes"),
    path("api/me/", views.MeView.as_view(), name="me"),
    path("api/me/stateless/", views.StatelessMeView.as_view(), name="stateless_me"),
    path("api/me/old-stateless/", views.OldStatelessMeView.as_view(), name="old_stateless_me"),
    path("api/me/cookie/", views.CookieMeView.as_view(), name="cookie_me"),
    path("api/public/", views.PublicView.as_view(), name="public"),
]
