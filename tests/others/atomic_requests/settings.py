"""A project with all that signs in, and django-axes as the page says. Counts are in a table."""

from __future__ import annotations

import sys
from types import ModuleType

from tests.others.page import blocks_of
from tests.projects.accounts.settings import *  # noqa: F403

SETTINGS, LOCKOUT, OF_DROP_IN = blocks_of("django-axes")

exec(SETTINGS)
SIGNET = {
    **globals()["SIGNET"],
    "THROTTLE_RATES": {},  # type: ignore[dict-item]
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
}
exec(OF_DROP_IN)

for name in ("shop", "shop.lockout"):
    sys.modules[name] = ModuleType(name)
exec(LOCKOUT, vars(sys.modules["shop.lockout"]))

ROOT_URLCONF = "tests.others.atomic_requests.urls"
DATABASES = {
    alias: {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "ATOMIC_REQUESTS": True}  # type: ignore[dict-item]
    for alias in ("default", "other")
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counts"}}
ALLOWED_HOSTS = ["testserver"]
