"""What a reader typed, years ago."""

from __future__ import annotations

from typing import Final

SETTINGS: Final = """
import datetime

from drf_signet_compat import drf_jwt

drf_jwt.install()

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.IsAuthenticated",),
    "DEFAULT_AUTHENTICATION_CLASSES": (
        "rest_framework_jwt.authentication.JSONWebTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.BasicAuthentication",
    ),
}

JWT_AUTH = {
    "JWT_ALLOW_REFRESH": True,
    "JWT_EXPIRATION_DELTA": datetime.timedelta(hours=1),
    "JWT_REFRESH_EXPIRATION_DELTA": datetime.timedelta(days=7),
}
"""

URLS: Final = """
from django.urls import path
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_jwt.views import obtain_jwt_token, refresh_jwt_token, verify_jwt_token


class RestrictedView(APIView):
    def get(self, request):
        return Response({"user": request.user.username})


urlpatterns = [
    path("api-token-auth/", obtain_jwt_token),
    path("api-token-refresh/", refresh_jwt_token),
    path("api-token-verify/", verify_jwt_token),
    path("restricted/", RestrictedView.as_view()),
]
"""

BY_HAND: Final = """
from django.contrib.auth import get_user_model
from rest_framework_jwt.settings import api_settings

jwt_payload_handler = api_settings.JWT_PAYLOAD_HANDLER
jwt_encode_handler = api_settings.JWT_ENCODE_HANDLER

payload = jwt_payload_handler(get_user_model().objects.get(username="ada"))
print(jwt_encode_handler(payload))
"""
