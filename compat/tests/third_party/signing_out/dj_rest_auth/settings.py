"""A project with dj-rest-auth, whose refresh token is in the body."""

from __future__ import annotations

from common import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "dj_rest_auth",
]
ROOT_URLCONF = "urls"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["dj_rest_auth.jwt_auth.JWTCookieAuthentication"]}
REST_AUTH = {"USE_JWT": True, "TOKEN_MODEL": None, "SESSION_LOGIN": False, "JWT_AUTH_HTTPONLY": False}
SIMPLE_JWT = REFRESHES_ROTATE  # noqa: F405
SIGN_IN, REFRESH, SIGN_OUT = "/auth/login/", "/auth/token/refresh/", "/auth/logout/"
