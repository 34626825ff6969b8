"""Django's own user, and four aliases. The databases of ``people`` and ``same`` can't be opened."""

from __future__ import annotations

from tests.others.user_models.settings import *  # noqa: F403

AUTH_USER_MODEL = "auth.User"
MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
NOWHERE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere/at/all.sqlite3"}
DATABASES = {"default": MEMORY, "replica": MEMORY, "people": NOWHERE, "same": NOWHERE}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
    "drf_signet_compat.simplejwt.token_blacklist",
    "drf_signet_compat.drf_jwt.v1_19.blacklist",
]
MIGRATION_MODULES = {**MIGRATION_MODULES, "token_blacklist": None, "blacklist": None}  # noqa: F405
ROOT_URLCONF = "tests.others.databases.urls"
DATABASE_ROUTERS = ["tests.others.databases.routers.Replica"]
