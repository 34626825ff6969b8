"""A project with jwt-allauth, which names Simple JWT nowhere."""

from __future__ import annotations

from common import *  # noqa: F403
from common import MIDDLEWARE as COMMON_MIDDLEWARE

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "rest_framework",
    "rest_framework.authtoken",
    "jwt_allauth",
    "allauth",
    "allauth.account",
]
MIDDLEWARE = [
    *COMMON_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "urls"
ACCOUNT_ADAPTER = "jwt_allauth.adapter.JWTAllAuthAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
AUTHENTICATION_BACKENDS = (
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
)
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ("jwt_allauth.authentication.JWTAllAuthAuthentication",)}
SIGN_IN, REFRESH, SIGN_OUT = "/auth/login/", "/auth/refresh/", "/auth/logout/"
