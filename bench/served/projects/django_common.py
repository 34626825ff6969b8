"""
What the two Django projects of the peers have in common: a database that stays connected, and a cache in memory.

The hash of passwords is that of the measured variant: Argon2 with the parameters that every side has, or MD5, which
costs nothing.
"""

from __future__ import annotations

import os
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.hashers import Argon2PasswordHasher


class EqualArgon2PasswordHasher(Argon2PasswordHasher):
    """Django's, with the parameters of the variable PASSWORD_COST: memory in KiB, passes, threads."""

    memory_cost, time_cost, parallelism = (int(one) for one in os.environ["PASSWORD_COST"].split(","))


HASHERS: Final = {
    "argon2": "django_common.EqualArgon2PasswordHasher",
    "free": "django.contrib.auth.hashers.MD5PasswordHasher",
}


def database() -> dict[str, Any]:
    """The database of DATABASE_URL, to which each thread keeps its connection."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path[1:],
        "USER": parts.username,
        "HOST": parts.hostname,
        "PORT": parts.port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}
PASSWORD_HASHERS = [HASHERS[os.environ["PASSWORD_HASH"]]]
USE_TZ = True
# What ``startproject`` writes.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "rest_framework",
]
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
# Errors are seen in the log, as DEBUG is off.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
