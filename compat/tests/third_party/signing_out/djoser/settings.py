"""A project with djoser, which has no address to sign out: the project has its own, as many do."""

from __future__ import annotations

from common import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "djoser",
]
ROOT_URLCONF = "urls"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"]}
DJOSER = {"TOKEN_MODEL": None}
SIMPLE_JWT = REFRESHES_ROTATE  # noqa: F405
SIGN_IN, REFRESH, SIGN_OUT = "/auth/jwt/create/", "/auth/jwt/refresh/", "/auth/logout/"
