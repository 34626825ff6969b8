"""
The settings of the service that signs, from the environment.

    ROTATION_FOLDER     where the database and the keys are
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.rotation.names import AUDIENCE, ISSUER

FOLDER = Path(os.environ["ROTATION_FOLDER"])
SECRET_KEY = "a-secret-key-that-signs-no-token-here-and-is-long-enough-all-the-same"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.rotation.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "service.sqlite3",
        "OPTIONS": {"timeout": 60, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA synchronous=NORMAL"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SIGNET = {
    "ALGORITHM": "ES256",
    "SIGNING_KEYS": "tests.rotation.often_read.OftenRead",
    "ISSUER": ISSUER,
    "AUDIENCE": AUDIENCE,
    # All requests come from one address, and from a few sessions.
    "THROTTLE_RATES": dict.fromkeys(
        ["sign_in_ip", "sign_in_account", "sign_in_account_ip", "refresh_ip", "refresh_session"]
    ),
}
