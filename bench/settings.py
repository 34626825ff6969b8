"""One project with both packages. The defaults are what is compared, but for limits that no benchmark meets."""

from __future__ import annotations

from drf_signet.rates import USUAL_RATES

SECRET_KEY = "a-secret-key-for-the-benchmark-long-enough-for-the-hash-that-signs-with-it"
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "rest_framework",
    "rest_framework_simplejwt",
    "drf_signet",
]
# What ``startproject`` writes.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
# Everything is counted as usual; only the limits are beyond reach.
SIGNET = {"THROTTLE_RATES": dict.fromkeys(USUAL_RATES, "999999999/d")}
# As a deployment should have it: Django's own 300 entries would be thrown away and made again all the time.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}
# Hashing a password takes a thousand times as long as everything that is compared here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
