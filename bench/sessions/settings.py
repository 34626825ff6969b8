"""One project with both packages: ours as it comes, Simple JWT with rotation and its blacklist on."""

from __future__ import annotations

import json
import os

from bench import DATABASES as DATABASES_VARIABLE
from bench.settings import (
    ALLOWED_HOSTS,
    CACHES,
    DEFAULT_AUTO_FIELD,
    MIDDLEWARE,
    PASSWORD_HASHERS,
    SECRET_KEY,
    SIGNET,
    USE_TZ,
)
from bench.settings import INSTALLED_APPS as CORE_APPS

__all__ = [
    "ALLOWED_HOSTS",
    "CACHES",
    "DEFAULT_AUTO_FIELD",
    "MIDDLEWARE",
    "PASSWORD_HASHERS",
    "SECRET_KEY",
    "SIGNET",
    "USE_TZ",
]

INSTALLED_APPS = [*CORE_APPS, "rest_framework_simplejwt.token_blacklist", "drf_signet.sessions"]
SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
ROOT_URLCONF = "bench.sessions.urls"
DATABASES = json.loads(os.environ[DATABASES_VARIABLE])
DATABASE_ROUTERS = ["bench.sessions.router.Router"] if len(DATABASES) > 1 else []
# A replayed token is worth a warning, which would be printed in between.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "loggers": {"drf_signet": {"handlers": ["nowhere"], "propagate": False}},
}
