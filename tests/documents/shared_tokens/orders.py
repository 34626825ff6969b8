"""Another service: no users, no database, and the same secret."""

from __future__ import annotations

from typing import Final

from tests.documents.project import NAME

SETTINGS: Final = """
INSTALLED_APPS = ["corsheaders", "rest_framework", "drf_signet"]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"]
DATABASES = {}
CORS_ALLOWED_ORIGINS = [FRONT_END]
CORS_ALLOW_CREDENTIALS = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.authentication.JWTStatelessUserAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "UNAUTHENTICATED_USER": None,
}
SIGNET = {"SIGNING_KEY": SHARED_KEY}
"""

URLS: Final = """
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView


class OrdersView(APIView):
    def get(self, request):
        return Response({"orders_of": request.user.first_name, "address": request.auth["email"]})


urlpatterns = [path("api/v1/orders/", OrdersView.as_view())]
"""

FILES: Final = {f"{NAME}/urls.py": URLS}
