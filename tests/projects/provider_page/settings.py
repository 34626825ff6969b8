"""
The project of identities, with settings from the environment.

    PAGE_DATABASE    the path of an SQLite database
    PAGE_SIGNET      further members of SIGNET, as JSON
"""

from __future__ import annotations

import json
import os
from typing import Any

import django

from signet_tokens import remote_keys
from tests.projects.identities.settings import *  # noqa: F403

# A provider that has other keys is asked for them at once; otherwise twice a minute.
remote_keys.COOL_DOWN = 0.0  # type: ignore[misc]

if django.VERSION < (6, 1):
    # It takes one or the other.
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "tests.projects.provider_page.urls"
OPTIONS: Any = {"timeout": 20, "transaction_mode": "IMMEDIATE"}
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["PAGE_DATABASE"], "OPTIONS": OPTIONS}
}
SIGNET.update(json.loads(os.environ["PAGE_SIGNET"]))  # noqa: F405
