"""A project with accounts and Django's own user model. Mails are sent at once."""

from __future__ import annotations

from tests.projects.full.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "drf_signet.accounts", "tests.projects.accounts.people"]  # noqa: F405
# After that of sessions, which it reads.
MIDDLEWARE = [MIDDLEWARE[0], "django.middleware.locale.LocaleMiddleware", *MIDDLEWARE[1:]]  # noqa: F405
ROOT_URLCONF = "tests.projects.accounts.urls"
# As Django 6.1 has it; older ones don't look at it.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEFAULT_FROM_EMAIL = "accounts@example.com"
AUTH_USER_MODEL = "auth.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
REST_FRAMEWORK = {
    **REST_FRAMEWORK,  # noqa: F405
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTAuthentication"],
}
SIGNET = {
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
    "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once",
}
