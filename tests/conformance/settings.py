"""The settings of the service, with the hook in front and without throttles: a suite signs in often."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from drf_signet.rates import USUAL_RATES
from signet_server import settings as service
from signet_server.settings import *  # noqa: F403
from tests.conformance.environment import STRICT

ROOT = Path(__file__).resolve().parents[2]

ROOT_URLCONF = "tests.conformance.urls"
MIDDLEWARE = [
    "tests.conformance.hook.HookMiddleware",
    "tests.conformance.no_policy.NoPolicyMiddleware",
    *service.MIDDLEWARE,
]
SIGNET = {**service.SIGNET, "THROTTLE_RATES": dict.fromkeys(USUAL_RATES)}
if os.environ.get(STRICT):
    SIGNET.update({"REFRESH_GRACE_PERIOD": timedelta(), "REFRESH_RETRY_PERIOD": timedelta()})
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATICFILES_DIRS = [
    *service.STATICFILES_DIRS,
    ("pages", ROOT / "tests" / "conformance" / "pages"),
    ("client", ROOT / "clients" / "js" / "dist"),
    ("naive", ROOT / "examples" / "naive_clients"),
    ("axios", ROOT / "node_modules" / "axios" / "dist" / "esm"),
]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]  # some are there with Node only
LOGGING = {**service.LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
