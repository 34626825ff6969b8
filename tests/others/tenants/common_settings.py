"""What both projects have."""

from __future__ import annotations

from datetime import timedelta

SECRET_KEY = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
    "drf_signet_compat.simplejwt.token_blacklist",
    "drf_signet_compat.simplejwt.adoption",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
ROOT_URLCONF = "tests.others.tenants.urls"
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
REST_FRAMEWORK = {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
JWT_AUTH = {"JWT_ALLOW_REFRESH": True}
SIMPLE_JWT = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}
COMMON = {
    "AUTH_TOKEN_CLASSES": ("drf_signet.tokens.AccessToken", "drf_signet.tokens.SlidingToken"),
    "REVOCATION_POLL_INTERVAL": timedelta(seconds=3),
    "ACTIVATION_URL": "https://app.example.com/activate#{token}",
    "PASSWORD_RESET_URL": "https://app.example.com/reset#{token}",
    "EMAIL_CHANGE_URL": "https://app.example.com/confirm#{token}",
    "MAIL_DISPATCHER": "drf_signet.accounts.outbox.at_once",
    "THROTTLE_RATES": {"mail_address": None},
}
