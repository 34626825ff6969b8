"""A project with drf-auth-kit, as it comes: with cookies."""

from __future__ import annotations

from common import *  # noqa: F403
from common import MIDDLEWARE as COMMON_MIDDLEWARE

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "allauth",
    "allauth.account",
    "auth_kit",
]
MIDDLEWARE = [*COMMON_MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "urls"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["auth_kit.authentication.JWTCookieAuthentication"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SIMPLE_JWT = REFRESHES_ROTATE  # noqa: F405
SIGN_IN, REFRESH, SIGN_OUT = "/auth/login/", "/auth/token/refresh/", "/auth/logout/"
