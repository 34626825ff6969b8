"""The Django settings of the service. The operator's choices come from `environment`."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from signet_server import tracing
from signet_server.environment import read_environment
from signet_server.environment_problems import EnvironmentProblemsError
from signet_server.signing_keys import LONGEST_LIFETIME, TABLE, keys_of

try:
    ENVIRONMENT = read_environment(os.environ)
except EnvironmentProblemsError as error:
    raise ImproperlyConfigured(str(error)) from None

BASE_DIR = Path(__file__).parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
IS_DEMO = ENVIRONMENT.is_demo
PUBLIC_URL = ENVIRONMENT.public_url
HAS_ADMIN = ENVIRONMENT.has_admin
HAS_SIGN_IN_CODES = ENVIRONMENT.has_sign_in_codes

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_signet",
    "drf_signet.sessions",
    "drf_signet.accounts",
    "drf_signet.identities",
    *(["drf_signet.mailed_codes"] if ENVIRONMENT.has_sign_in_codes else []),
    *(["drf_signet.keyring"] if ENVIRONMENT.signing_keys == TABLE else []),
    "signet_server.users",
]
MIDDLEWARE = [
    # Only for those who want to know: it costs each request some microseconds.
    *(
        ["signet_server.route_names.RouteNameMiddleware"]
        if ENVIRONMENT.is_watched or tracing.is_wanted(os.environ)
        else []
    ),
    "signet_server.language.LanguageMiddleware",
    "signet_server.deadline.DeadlineMiddleware",
    "signet_server.answer_headers.AnswerHeadersMiddleware",
    "signet_server.error_answers.ErrorAnswerMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "signet_server.public_address.PublicAddressMiddleware",
    "signet_server.for_admin.AdminMiddleware",
]
ROOT_URLCONF = "signet_server.urls"
WSGI_APPLICATION = "signet_server.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": dict(ENVIRONMENT.database)}
CACHES = {"default": dict(ENVIRONMENT.cache)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["drf_signet.accounts.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "signet_server.hashing.Argon2PasswordHasher",
    "signet_server.hashing.PBKDF2PasswordHasher",
    "signet_server.hashing.ScryptPasswordHasher",
]
ARGON2 = ENVIRONMENT.argon2
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
if django.VERSION >= (6, 1):
    MAILERS = {"default": dict(ENVIRONMENT.mail)}
else:
    EMAIL_BACKEND = ENVIRONMENT.mail["BACKEND"]
    OPTIONS = ENVIRONMENT.mail.get("OPTIONS", {})
    EMAIL_HOST, EMAIL_PORT = OPTIONS.get("host", ""), OPTIONS.get("port", 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = OPTIONS.get("username", ""), OPTIONS.get("password", "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = OPTIONS.get("use_tls", False), OPTIONS.get("use_ssl", False)
    EMAIL_TIMEOUT = OPTIONS.get("timeout")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
# What browsers and crawlers ask for at the root, whichever page they show.
WHITENOISE_ROOT = BASE_DIR / "root"

# A proxy in front terminates TLS; the cookies and HSTS are for what it serves.
SECURE_HSTS_SECONDS = 0 if IS_DEMO else 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_DEMO
if not IS_DEMO:
    # No other host of the domain can set a cookie of such a name (RFC 6265bis section 4.1.3.2).
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Messages of the admin get no cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# The proxy terminates TLS, so what browsers call our origin is not what arrives here.
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "signet_server.error_answers.csrf_failure"
SILENCED_SYSTEM_CHECKS = [
    # They look for the names of Django's middlewares. Ours have these inside, or put the same headers.
    *("admin.E408", "admin.E409", "admin.E410", "security.W001", "security.W002", "security.W003"),
    "security.W005",  # HSTS for subdomains: theirs to decide
    "security.W008",  # redirect to https: the proxy's task
    "security.W021",  # HSTS preload: the domain owner's to decide
    "signet.E072",  # PUBLIC_URL names the issuer, also on plain http in a network of containers
    "signet.W087",  # a provider without TLS: on this machine, or PROVIDERS_…_ALLOW_HTTP says so
    "signet.W083",  # no service that asks: without SERVICES, nobody may
    "signet.E084",  # a feed that nobody can verify: with SIGNING_KEY, which is a secret, no service is to poll it
    "signet.W031",  # no rotation: the operator has said so, and doctor says it again
    "signet.W072",  # a secret beside key pairs: the former SIGNING_KEY, until its last token has expired
    "signet.W077",  # a secret signs, where the operator gives one, and is not published
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.sessions.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "signet_server.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SIGNET = {
    **keys_of(ENVIRONMENT),
    "AUDIENCE": ENVIRONMENT.audience,
    "ISSUER": ENVIRONMENT.public_url,
    # Tokens of former versions have no issuer, and nobody knows until when one is at work beside this one.
    "ISSUER_SINCE": datetime.max.replace(tzinfo=UTC),
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),
    "REFRESH_TOKEN_LIFETIME": LONGEST_LIFETIME,
    "SESSION_LIFETIME": timedelta(days=90),
    "ROTATE_REFRESH_TOKENS": ENVIRONMENT.rotates,
    "NUM_PROXIES": ENVIRONMENT.num_proxies,
    "REFRESH_COOKIE_SECURE": not IS_DEMO,
    "ACTIVATION_URL": f"{ENVIRONMENT.public_url}/activate#{{token}}",
    "PASSWORD_RESET_URL": f"{ENVIRONMENT.public_url}/reset#{{token}}",
    "EMAIL_CHANGE_URL": f"{ENVIRONMENT.public_url}/confirm#{{token}}",
    "SIGN_IN_NOTICE_URL": f"{ENVIRONMENT.public_url}/not-me#{{token}}",
    "PROVIDERS": ENVIRONMENT.providers,
    "PROVIDER_RETURN_URL": f"{ENVIRONMENT.public_url}/",
    **({"SIGN_IN_CODE_URL": f"{ENVIRONMENT.public_url}/#/link/{{token}}"} if ENVIRONMENT.has_sign_in_codes else {}),
    "GET_CLAIMS": "signet_server.users.claims.claims_about",
    "UPDATE_LAST_LOGIN": True,
    "SITE_NAME": ENVIRONMENT.site_name,
    "SERVICES": ENVIRONMENT.services,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Signet",
    "DESCRIPTION": "Sign in, refresh, see where you are signed in, and sign out.",
    "VERSION": "1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "signet_server.api_topics.in_order",
    ],
}

LOG_FORMAT = ENVIRONMENT.log_format
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "signet_server.log_format.LineFormatter"},
        "json": {"()": "signet_server.json_log.JsonFormatter"},
    },
    "filters": {
        "client_tracebacks": {"()": "signet_server.log_filters.WithoutClientTracebacks"},
        "thin": {"()": "signet_server.log_filters.ThinUnavailable"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["client_tracebacks"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # The line of the request says it already.
        "django.request": {"level": "ERROR", "filters": ["thin"]},
        "django.server": {"level": "ERROR"},
        "uvicorn.error": {"level": "ERROR"},
    },
}
