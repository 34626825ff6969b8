"""What a reader of the quick start types, as it is printed for Simple JWT."""

from __future__ import annotations

from typing import Final

SETTINGS: Final = """
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": (
        "rest_framework_simplejwt.authentication.JWTAuthentication",
    )
}
"""

URLS: Final = """
from django.contrib import admin
from django.urls import path
from rest_framework_simplejwt import views as jwt_views

from hello.views import HelloView

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/token/", jwt_views.TokenObtainPairView.as_view(), name="token_obtain_pair"),
    path("api/token/refresh/", jwt_views.TokenRefreshView.as_view(), name="token_refresh"),
    path("hello/", HelloView.as_view(), name="hello"),
]
"""

VIEWS: Final = """
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


class HelloView(APIView):
    permission_classes = (IsAuthenticated,)

    def get(self, request):
        content = {"message": "Hello, World!"}
        return Response(content)
"""
