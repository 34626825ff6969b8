"""
The settings, from the environment.

    RACES_DATABASE_URL          sqlite:////path, postgresql://… or mysql://…
    RACES_ISOLATION_LEVEL       of PostgreSQL and MariaDB, such as REPEATABLE_READ
    RACES_ATOMIC_REQUESTS       1: every request is one transaction
    RACES_SIGNET                SIGNET as JSON; numbers are seconds
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from tests.real_parts import mysql


def escaped(isolation_level: str) -> str:
    """The level as libpq reads it."""
    return isolation_level.lower().replace("_", r"\ ")


def database(url: str, isolation_level: str) -> dict[str, object]:
    """The entry of DATABASES for *url*."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        options: dict[str, object] = {"timeout": 20, "init_command": "PRAGMA synchronous=NORMAL"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": parts.path, "OPTIONS": options}
    kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    if parts.scheme == "mysql":
        return {**mysql.options_for(url, isolation_level=isolation_level.replace("_", " ")), **kept}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "HOST": parse_qs(parts.query)["host"][0],
        # Django's own ``isolation_level`` is for explicit transactions alone; this is for every statement.
        "OPTIONS": {"options": f"-c default_transaction_isolation={escaped(isolation_level)}"},
        **kept,
    }


def signet(text: str) -> dict[str, object]:
    """SIGNET, from JSON in which a number is a time in seconds."""
    values: dict[str, object] = json.loads(text)
    return {
        name: timedelta(seconds=value) if isinstance(value, int | float) else value for name, value in values.items()
    }


SECRET_KEY = "a-secret-key-for-races-that-is-long-enough-for-every-hash-that-signs-with-it"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
]
MIDDLEWARE = ["tests.races.project.middleware.name_worker"]
ROOT_URLCONF = "tests.races.project.urls"
DATABASES = {
    "default": {
        **database(os.environ["RACES_DATABASE_URL"], os.environ.get("RACES_ISOLATION_LEVEL", "READ_COMMITTED")),
        "ATOMIC_REQUESTS": os.environ.get("RACES_ATOMIC_REQUESTS") == "1",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
# Storms from one address are what is tested here.
SIGNET = {
    "THROTTLE_RATES": {"refresh_ip": None, "refresh_session": None},
    **signet(os.environ.get("RACES_SIGNET", "{}")),
}
