"""Settings of a project that uses Simple JWT, by whichever name and in whichever database the environment says."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from drf_signet.contrib import simplejwt

if os.environ.get("SIMPLE_JWT_INSTALLED"):
    simplejwt.install()

NAME = os.environ.get("SIMPLE_JWT_NAME", "drf_signet.contrib.simplejwt")

SECRET_KEY = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "rest_framework",
    NAME,
]
if not os.environ.get("SIMPLE_JWT_WITHOUT_BLACKLIST"):
    INSTALLED_APPS.append(f"{NAME}.token_blacklist")
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
STATIC_URL = "/static/"
ROOT_URLCONF = "tests.contrib.simplejwt.site.urls"
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ":memory:",
    "OPTIONS": {"timeout": 30},
    # In a file: in memory, all connections share one cache, in which nobody waits for anybody.
    "TEST": {"NAME": str(Path(tempfile.gettempdir()) / f"simple-jwt-{os.getpid()}.sqlite3")},
}
DATABASES = {"default": json.loads(os.environ.get("SIMPLE_JWT_DATABASE", "null")) or SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}
