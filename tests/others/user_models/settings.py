"""As little as accounts need. USER_MODEL in the environment names one of the models in ``people``."""

from __future__ import annotations

import os
from typing import Any

SECRET_KEY = "only-for-tests-and-as-long-as-it-should-be"
USE_TZ = True
AUTH_USER_MODEL = f"people.{os.environ.get('USER_MODEL', 'ByEmail')}"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
    "tests.others.user_models.people",
]
# All tables are made at once, which takes less time.
MIGRATION_MODULES = dict.fromkeys(("auth", "contenttypes", "signet_sessions", "signet_accounts", "people"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tests.others.user_models.urls"
STORY = "tests.others.user_models.story"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
SIGNET: dict[str, Any] = {
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
    "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once",
    "EMAIL_VERIFICATION": os.environ.get("EMAIL_VERIFICATION", "mandatory"),
}
