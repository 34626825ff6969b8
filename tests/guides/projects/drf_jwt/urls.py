"""The addresses of the shop."""
# mypy: ignore-errors

from __future__ import annotations

from django.urls import include, path
from rest_framework.routers import DefaultRouter
from rest_framework_jwt.blacklist.views import BlacklistView
from rest_framework_jwt.views import obtain_jwt_token, refresh_jwt_token, verify_jwt_token
from shop.views import me

router = DefaultRouter()
router.register("blacklist", BlacklistView)

urlpatterns = [
    path("token/", obtain_jwt_token),
    path("token/refresh/", refresh_jwt_token),
    path("token/verify/", verify_jwt_token),
    path("", include(router.urls)),
    path("me/", me),
]
