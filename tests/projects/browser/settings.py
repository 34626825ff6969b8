"""
The settings, from the environment.

    BROWSER_DATABASE    the path of an SQLite database
    BROWSER_SETTINGS    further settings, as JSON
"""

from __future__ import annotations

import json
import os

SECRET_KEY = "a-secret-key-for-browsers-that-is-long-enough-for-every-hash-that-signs-with-it"
ALLOWED_HOSTS = ["127.0.0.1", ".localhost"]
INSTALLED_APPS = [
    "corsheaders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
]
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "tests.projects.browser.urls"
DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["BROWSER_DATABASE"],
        "OPTIONS": {"timeout": 20, "init_command": "PRAGMA synchronous=NORMAL"},
        "ATOMIC_REQUESTS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTAuthentication"]}
CORS_ALLOW_CREDENTIALS = True
globals().update(json.loads(os.environ.get("BROWSER_SETTINGS", "{}")))
