"""What both projects have in common."""

from __future__ import annotations

SECRET_KEY = "a-secret-key-for-tests-that-is-long-enough-for-every-hash-that-signs-with-it"
ALLOWED_HOSTS = [".example.com"]
ROOT_URLCONF = "tests.others.after_the_request.urls"
APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "rest_framework",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAILERS = {"default": {"BACKEND": EMAIL_BACKEND}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
REST_FRAMEWORK = {"TEST_REQUEST_DEFAULT_FORMAT": "json"}
SIGNET = {
    "ACTIVATION_URL": "tests.others.after_the_request.pages.activate",
    "PASSWORD_RESET_URL": "tests.others.after_the_request.pages.reset",
    "EMAIL_CHANGE_URL": "tests.others.after_the_request.pages.confirm",
    "THROTTLE_RATES": dict.fromkeys(("mail_ip", "mail_address", "sign_up_ip", "sign_in_ip", "sign_in_account")),
}
