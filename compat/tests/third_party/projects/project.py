"""What the settings of both projects have in common. The environment says what differs from run to run."""

from __future__ import annotations

import os

if os.environ.get("INSTALL") == "1":
    from drf_signet_compat.simplejwt import install

    install()

SECRET_KEY = "the-secret-key-of-a-project-that-was-written-for-simple-jwt-and-knows-nothing-else"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
if os.environ.get("BLACKLIST") == "1":
    INSTALLED_APPS.append("rest_framework_simplejwt.token_blacklist")
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True

SIMPLE_JWT = {
    "ROTATE_REFRESH_TOKENS": os.environ.get("ROTATE") == "1",
    "BLACKLIST_AFTER_ROTATION": os.environ.get("ROTATE") == os.environ.get("BLACKLIST") == "1",
}
