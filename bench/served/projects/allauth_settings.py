"""allauth headless with its strategy of JSON Web Tokens. LOOK_UP says whether requests look at the session."""

from __future__ import annotations

import os

from django_common import *  # noqa: F403
from django_common import INSTALLED_APPS as COMMON
from django_common import MIDDLEWARE as COMMON_MIDDLEWARE

INSTALLED_APPS = [*COMMON, "allauth", "allauth.account", "allauth.headless"]
MIDDLEWARE = [*COMMON_MIDDLEWARE, "allauth.account.middleware.AccountMiddleware"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ROOT_URLCONF = "allauth_urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = 1
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_ROTATE_REFRESH_TOKEN = True
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = os.environ["LOOK_UP"] == "1"
