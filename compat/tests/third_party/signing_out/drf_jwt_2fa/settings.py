"""A project with drf-jwt-2fa, which has no address to sign out: the project has Simple JWT's."""

from __future__ import annotations

from common import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "drf_jwt_2fa",
]
ROOT_URLCONF = "urls"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["drf_jwt_2fa.authentication.Jwt2faAuthentication"]}
SIMPLE_JWT = REFRESHES_ROTATE  # noqa: F405
SIGN_IN, SECOND_FACTOR, REFRESH, SIGN_OUT = "/auth/get-code/", "/auth/auth/", "/auth/refresh/", "/auth/logout/"
