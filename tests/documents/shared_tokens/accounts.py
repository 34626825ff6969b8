"""The project that has the users."""

from __future__ import annotations

from typing import Final

from tests.documents.project import NAME

SETTINGS: Final = """
AUTH_USER_MODEL = "users.User"
MIDDLEWARE.insert(0, "corsheaders.middleware.CorsMiddleware")
CORS_ALLOWED_ORIGINS = CSRF_TRUSTED_ORIGINS = [FRONT_END]
CORS_ALLOW_CREDENTIALS = True
EMAIL_BACKEND = "drf_signet.accounts.console_mail.ConsoleMailBackend"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTStatelessUserAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
SIGNET = {
    "SIGNING_KEY": SHARED_KEY,
    "GET_CLAIMS": "users.claims.names_and_address",
    "ACTIVATION_URL": FRONT_END + "/#activate={token}",
    "PASSWORD_RESET_URL": FRONT_END + "/#reset={token}",
    "EMAIL_CHANGE_URL": FRONT_END + "/#confirm={token}",
}
"""

MODELS: Final = """
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    email = models.EmailField(unique=True)
    REQUIRED_FIELDS = ["email"]
"""

CLAIMS: Final = """
def names_and_address(user):
    return {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
"""

VIEWS: Final = """
from rest_framework.response import Response
from rest_framework.views import APIView


class ProfileView(APIView):
    def get(self, request):
        return Response({"user_id": request.user.id, "email": request.auth["email"]})
"""

URLS: Final = """
from django.urls import include, path

from drf_signet.sessions.browser import views
from users.views import ProfileView

v1 = [
    path("token/", views.TokenObtainPairView.as_view()),
    path("token/refresh/", views.TokenRefreshView.as_view()),
    path("logout/", views.LogoutView.as_view()),
    path("profile/", ProfileView.as_view()),
    path("", include("drf_signet.accounts.urls")),
]
urlpatterns = [path("api/v1/", include(v1))]
"""

APPS: Final = ("corsheaders", "rest_framework", "drf_signet", "drf_signet.sessions", "drf_signet.accounts", "users")

FILES: Final = {
    "users/__init__.py": "",
    "users/migrations/__init__.py": "",
    "users/models.py": MODELS,
    "users/claims.py": CLAIMS,
    "users/views.py": VIEWS,
    f"{NAME}/urls.py": URLS,
}
