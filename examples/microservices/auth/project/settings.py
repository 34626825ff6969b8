"""The auth service: it has the users, the sessions and the private keys. No other service has any of them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
AUTH_URL = os.environ.get("AUTH_URL", "http://127.0.0.1:8000")
SECONDS = int(os.environ.get("KEY_PUBLICATION_SECONDS", "900"))

# This value is public: whoever deploys the service sets another one, and DEBUG to False.
SECRET_KEY = os.environ.get("SECRET_KEY", "insecure-and-known-to-everybody-so-for-your-own-machine-only")
DEBUG = True
ALLOWED_HOSTS: list[str] = []  # while DEBUG is on, Django allows localhost and 127.0.0.1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "project.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "run" / "auth.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

SIGNET: dict[str, object] = {
    "ALGORITHM": "ES256",
    "SIGNING_KEYS": BASE_DIR / "run" / "keys.json",  # `manage.py keys` changes it, and each process reads it again
    "KEY_PUBLICATION_PERIOD": timedelta(seconds=SECONDS),  # how long a new key is published before it signs
    "ISSUER": AUTH_URL,  # where the other services find the keys
    "AUDIENCE": ("auth", "orders", "billing", "reports"),  # the services that accept these tokens
    "ACCESS_TOKEN_PROFILE": "rfc9068",  # the form that verifiers of other people know
    "GET_CLAIMS": "project.claims.scopes_of",
}
