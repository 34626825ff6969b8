"""A project that adopts the tokens of Simple JWT."""

from __future__ import annotations

from tests.projects.full import settings as full

SECRET_KEY = full.SECRET_KEY
INSTALLED_APPS = [
    *full.INSTALLED_APPS,
    "drf_signet_compat.simplejwt.token_blacklist",
    "drf_signet_compat.simplejwt.adoption",
]
MIDDLEWARE = full.MIDDLEWARE
TEMPLATES = full.TEMPLATES
STATIC_URL = full.STATIC_URL
ROOT_URLCONF = "compat.tests.simplejwt.adoption.urls"
DATABASES = full.DATABASES
CACHES = full.CACHES
DEFAULT_AUTO_FIELD = full.DEFAULT_AUTO_FIELD
USE_TZ = True
PASSWORD_HASHERS = full.PASSWORD_HASHERS
REST_FRAMEWORK = {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
SIGNET = {"REFRESH_COOKIE_SECURE": False}
