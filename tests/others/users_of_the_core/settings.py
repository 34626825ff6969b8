"""Two lines: the authentication class here, and the addresses in ``urls.py``. No app of ours."""

from __future__ import annotations

import os

SECRET_KEY = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    *os.environ.get("APPS", "").split(),
    "tests.others.users_of_the_core",
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.authentication.JWTAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}
AUTHENTICATION_BACKENDS = ["tests.others.users_of_the_core.backends.Backend"]
AUTH_USER_MODEL = os.environ.get("USER_MODEL", "users_of_the_core.Numbered")
ROOT_URLCONF = os.environ.get("URLS", "tests.others.users_of_the_core.urls")
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
USE_TZ = True
