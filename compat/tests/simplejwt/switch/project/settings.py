"""
The settings, from the environment.

    SWITCH_SIDE         old: the real Simple JWT; new: this package, under the names of Simple JWT
    SWITCH_SIMPLE_JWT   further keys of SIMPLE_JWT, as JSON

The database and what else there is to say is that of the races.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

from tests.races.project.settings import (  # noqa: F401  # Django reads them
    ALLOWED_HOSTS,
    DATABASES,
    DEFAULT_AUTO_FIELD,
    MIDDLEWARE,
    PASSWORD_HASHERS,
    REST_FRAMEWORK,
    SECRET_KEY,
    USE_TZ,
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
]
ROOT_URLCONF = "compat.tests.simplejwt.switch.project.old_urls"
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=2),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    **json.loads(os.environ["SWITCH_SIMPLE_JWT"]),
}

if os.environ["SWITCH_SIDE"] == "new":
    from drf_signet_compat.simplejwt import install

    install()
    INSTALLED_APPS += ["drf_signet", "drf_signet.sessions", "drf_signet_compat.simplejwt.adoption"]
    ROOT_URLCONF = "compat.tests.simplejwt.switch.project.new_urls"
