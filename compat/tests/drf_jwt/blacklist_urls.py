"""The endpoints of the blacklist, and the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import SimpleRouter

from compat.tests.drf_jwt.urls import Me
from drf_signet_compat.drf_jwt.v1_19 import views
from drf_signet_compat.drf_jwt.v1_19.authentication import JSONWebTokenAuthentication
from drf_signet_compat.drf_jwt.v1_19.blacklist.permissions import IsNotBlacklisted
from drf_signet_compat.drf_jwt.v1_19.blacklist.views import BlacklistView

router = SimpleRouter()
router.register("blacklist", BlacklistView, "blacklist")
mine = [JSONWebTokenAuthentication]
urlpatterns = [
    path("admin/", admin.site.urls),
    path("auth/", views.obtain_jwt_token),
    path("verify/", views.verify_jwt_token),
    path("refresh/", views.refresh_jwt_token),
    path("me/", Me.as_view(authentication_classes=mine)),
    path("open/", Me.as_view(authentication_classes=mine, permission_classes=[IsNotBlacklisted])),
    path("", include(router.urls)),
]
