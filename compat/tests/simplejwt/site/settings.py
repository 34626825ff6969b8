"""Settings of a project that uses Simple JWT, by whichever name and in whichever database the environment says."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from drf_signet_compat import simplejwt
from tests.projects.full import settings as full

if os.environ.get("SIMPLE_JWT_INSTALLED"):
    simplejwt.install()

NAME = os.environ.get("SIMPLE_JWT_NAME", "drf_signet_compat.simplejwt")
# The addresses of this project are ours, also where the tables are made by the real one.
SILENCED_SYSTEM_CHECKS = ["signet.simplejwt.E008"] if NAME == "rest_framework_simplejwt" else []

SECRET_KEY = full.SECRET_KEY
INSTALLED_APPS = [one for one in full.INSTALLED_APPS if not one.startswith("drf_signet")]
# Most projects don't list the package itself.
INSTALLED_APPS.append("drf_spectacular" if os.environ.get("SIMPLE_JWT_SCHEMA") else NAME)
if not os.environ.get("SIMPLE_JWT_WITHOUT_BLACKLIST"):
    INSTALLED_APPS.append(f"{NAME}.token_blacklist")
MIDDLEWARE = full.MIDDLEWARE
TEMPLATES = full.TEMPLATES
STATIC_URL = full.STATIC_URL
ROOT_URLCONF = "compat.tests.simplejwt.site.urls"
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ":memory:",
    "OPTIONS": {"timeout": 30},
    # In a file: in memory, all connections share one cache, in which nobody waits for anybody.
    "TEST": {"NAME": str(Path(tempfile.gettempdir()) / f"simple-jwt-{os.getpid()}.sqlite3")},
}
DATABASES = {"default": json.loads(os.environ.get("SIMPLE_JWT_DATABASE", "null")) or SQLITE}
DEFAULT_AUTO_FIELD = full.DEFAULT_AUTO_FIELD
USE_TZ = True
PASSWORD_HASHERS = full.PASSWORD_HASHERS
REST_FRAMEWORK = {
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=5)}
