"""As little as accounts need, with two databases."""

from __future__ import annotations

import django

from tests.projects.persons.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
    "tests.projects.members",
]
ROOT_URLCONF = "tests.projects.members.urls"
DATABASES = {
    "default": {},
    "primary": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
    "replica": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
}
DATABASE_ROUTERS = ["tests.projects.members.routers.Router"]
AUTH_USER_MODEL = "members.Member"
if django.VERSION >= (6, 1):
    # It takes one or the other.
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
else:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
SIGNET = {
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
    "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once",
}
