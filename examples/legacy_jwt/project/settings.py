"""The settings of a project that was written for djangorestframework-jwt. The settings of tokens are at the end."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# This value is public: whoever deploys the project sets another one, and DEBUG to False.
SECRET_KEY = os.environ.get("SECRET_KEY", "insecure-and-known-to-everybody-so-for-your-own-machine-only")
DEBUG = True
ALLOWED_HOSTS: list[str] = []  # while DEBUG is on, Django allows localhost and 127.0.0.1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",  # for REST framework's pages in a browser
    "rest_framework",
    "api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "project.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "static/"

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "drf_signet_compat.drf_jwt.authentication.JSONWebTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.BasicAuthentication",
    ],
}

# The old keys, with the old meaning. A project writes down only what it wants otherwise.
JWT_AUTH = {
    "JWT_ALLOW_REFRESH": True,  # the default is False
    "JWT_EXPIRATION_DELTA": timedelta(minutes=5),  # how long a token opens doors
    "JWT_REFRESH_EXPIRATION_DELTA": timedelta(days=7),  # how long after sign-in it can be exchanged
    "JWT_AUTH_HEADER_PREFIX": "JWT",  # the first word of the Authorization header
}
