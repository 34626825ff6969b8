"""The orders service: it verifies tokens. It has no users, no secret, and no database that others use."""

from __future__ import annotations

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
AUTH_URL = os.environ.get("AUTH_URL", "http://127.0.0.1:8000")

# Nothing here is signed with it.
SECRET_KEY = os.environ.get("SECRET_KEY", "insecure-and-known-to-everybody-so-for-your-own-machine-only")
DEBUG = True
ALLOWED_HOSTS: list[str] = []  # while DEBUG is on, Django allows localhost and 127.0.0.1

INSTALLED_APPS = ["rest_framework", "drf_signet"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "project.urls"
USE_TZ = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.authentication.JWTStatelessUserAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,  # Django's anonymous user needs its app for users
}

SIGNET: dict[str, object] = {
    "ISSUERS": {
        AUTH_URL: {
            "audience": "orders",  # the name of this service in the tokens
            "algorithms": ("ES256",),
            "feed_url": f"{AUTH_URL}/api/events/",  # who has logged out meanwhile
        }
    },
    "KEY_SET_CACHE": BASE_DIR / "run",  # with the keys of the last time, it starts while the auth service is away
}
