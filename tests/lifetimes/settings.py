"""
A project with all kinds of endpoints: the core, sessions, and those of Simple JWT under its own name.

    LIFETIMES_FOLDER        where its database is
    LIFETIMES_SIMPLE_JWT    the dict SIMPLE_JWT, as JSON
"""

from __future__ import annotations

import json
import os

from drf_signet_compat.simplejwt import install

install()

SECRET_KEY = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "drf_signet",
    "drf_signet.sessions",
]
ROOT_URLCONF = "tests.lifetimes.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{os.environ['LIFETIMES_FOLDER']}/lifetimes.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
        "CONN_MAX_AGE": 600,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SIMPLE_JWT = json.loads(os.environ["LIFETIMES_SIMPLE_JWT"])
LOGGING = {"version": 1, "disable_existing_loggers": False, "loggers": {"drf_signet": {"level": "ERROR"}}}
SIGNET = {"AUTH_TOKEN_CLASSES": ("drf_signet.tokens.AccessToken",)}
