"""The settings of the project. Without a SECRET_KEY in the environment, they are those for development."""

from __future__ import annotations

import os
from pathlib import Path

import django

BASE_DIR = Path(__file__).resolve().parent.parent

# Whoever deploys the project gives it a secret, and that alone turns everything off that is for development only. So
# the value that everybody knows is never in use elsewhere.
DEBUG = "SECRET_KEY" not in os.environ
SECRET_KEY = os.environ.get("SECRET_KEY", "insecure-and-known-to-everybody-so-for-your-own-machine-only")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split()  # while DEBUG is on, Django allows localhost and 127.0.0.1

# Where users see the front end. The links in mails lead there.
FRONT_END = os.environ.get("FRONT_END", "http://localhost:5173")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",  # for REST framework's pages in a browser
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
    "users",
    "api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # for forms of your own, such as the admin's; the API does without
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
# Attempts to sign in are counted here; with the 300 entries that Django keeps, a flood of names would drop the counts.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "static/"

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["drf_signet.accounts.backends.EmailBackend"]  # by username or by e-mail address
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# In development, the console is the mailbox of everybody.
PRINTED, SENT = "drf_signet.accounts.console_mail.ConsoleMailBackend", "django.core.mail.backends.smtp.EmailBackend"
MAIL_BACKEND = PRINTED if DEBUG else SENT
MAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": MAIL_BACKEND, "OPTIONS": {} if DEBUG else {"host": MAIL_HOST}}}
else:
    EMAIL_BACKEND, EMAIL_HOST = MAIL_BACKEND, MAIL_HOST
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "accounts@example.com")

SECURE_SSL_REDIRECT = CSRF_COOKIE_SECURE = not DEBUG
SECURE_HSTS_SECONDS = 0 if DEBUG else 3_600  # a year, once https has worked for a while
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains, and
    "security.W021",  # HSTS preload: a decision about the whole domain, not about this project
]

REST_FRAMEWORK = {
    # No query for a request; a user who signed out is out everywhere within REVOCATION_POLL_INTERVAL, three seconds.
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTStatelessUserAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SIGNET = {
    # A secret of its own, so that each can be changed without the other. None: SECRET_KEY.
    "SIGNING_KEY": os.environ.get("SIGNING_KEY"),
    "AUDIENCE": "spa-cookie",  # tokens that the same secret signed for something else are refused
    # Over https, the cookie is called __Host-refresh and is Secure. A Secure cookie, and that prefix, need https, so
    # the server of development has neither, and the cookie is called refresh.
    "REFRESH_COOKIE_SECURE": not DEBUG,
    # Pages of the front end. After the #, a token stays in the browser: no server on the way writes it into a log.
    "ACTIVATION_URL": f"{FRONT_END}/activate#{{token}}",
    "PASSWORD_RESET_URL": f"{FRONT_END}/reset-password#{{token}}",
    "EMAIL_CHANGE_URL": f"{FRONT_END}/confirm-email#{{token}}",
    "SITE_NAME": "Example",
}
