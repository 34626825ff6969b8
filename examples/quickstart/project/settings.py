"""The settings of the quick start. The settings of tokens are at the end."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# This value is public: whoever deploys the project sets another one, and DEBUG to False.
SECRET_KEY = os.environ.get("SECRET_KEY", "insecure-and-known-to-everybody-so-for-your-own-machine-only")
DEBUG = True
ALLOWED_HOSTS: list[str] = []  # while DEBUG is on, Django allows localhost and 127.0.0.1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",  # for REST framework's pages in a browser
    "rest_framework",
    "drf_signet",  # optional: `manage.py check` then looks at SIGNET, too
    "api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "project.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
USE_TZ = True
STATIC_URL = "static/"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["drf_signet.authentication.JWTAuthentication"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# Every key there is. A project writes down only what it wants otherwise: here, AUTH_TOKEN_CLASSES is the one key that
# isn't at its default, because this project shows sliding tokens beside the usual pair.
SIGNET: dict[str, object] = {
    # How long tokens live, counted from when they are issued.
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=5),  # you can't revoke it, so keep it short
    "REFRESH_TOKEN_LIFETIME": timedelta(days=1),  # how long a user stays signed in
    "ROTATE_REFRESH_TOKENS": None,  # True: each refresh answers with a new refresh token; None: with sessions alone
    "LEEWAY": 0,  # seconds, or a timedelta, that the clocks of two machines may be apart
    # Sliding tokens: one token that authenticates, and is exchanged for a later one.
    "SLIDING_TOKEN_LIFETIME": timedelta(minutes=5),  # how long it authenticates
    "SLIDING_TOKEN_REFRESH_LIFETIME": timedelta(days=1),  # how long after sign-in it can be exchanged
    "SLIDING_TOKEN_REFRESH_EXP_CLAIM": "refresh_exp",  # the claim with the end of that time
    # Keys.
    "ALGORITHM": "HS256",  # one shared secret; RS256, ES256, EdDSA and others have a key pair
    "SIGNING_KEY": None,  # the secret, or the private key in PEM form; None: SECRET_KEY and its fallbacks
    "VERIFYING_KEY": None,  # a public key in PEM form, where there is no private key to derive it from
    "SIGNING_KEYS": None,  # several keys in place of these two: a list, a JWK Set, or the path of a file with one
    "KEY_PUBLICATION_PERIOD": timedelta(minutes=15),  # how long other services may go without the newest keys
    "KEY_ENCRYPTION_KEYS": None,  # what encrypts them, where they are in a table of the database
    "JWK_URL": None,  # https:// URL of the published keys of another issuer, whose tokens are accepted, too
    "JWK_URL_ALLOW_HTTP": False,  # whether that may be a http:// URL, as within a compose network
    "ISSUERS": {},  # other issuers whose access tokens are accepted, with the audience and the users of each
    "KEY_SET_CACHE": "default",  # where their keys are kept for the next start: an alias of CACHES, or a folder
    "JSON_ENCODER": None,  # dotted path of a json.JSONEncoder, for claims such as a UUID
    # For whom a token is, and who says so. Both are written into tokens, and demanded of them.
    "AUDIENCE": None,  # the claim "aud": a string, or a tuple of which one is enough
    "ISSUER": None,  # the claim "iss"
    "ISSUER_SINCE": None,  # tokens that were issued before this time need no issuer
    "AUDIENCE_SINCE": None,  # and before this one, no audience
    "ACCESS_TOKEN_PROFILE": "simple_jwt",  # "rfc9068": access tokens as the libraries of other services expect them
    "CLIENT_ID": "first-party",  # the claim "client_id" of these
    # The header.
    "AUTH_HEADER_TYPES": ("Bearer",),  # its first word; with several, any of them
    "AUTH_HEADER_NAME": "HTTP_AUTHORIZATION",  # as a key of request.META; "HTTP_X_TOKEN" is the header X-Token
    "AUTH_TOKEN_CLASSES": (  # tokens that it may contain; by default only AccessToken
        "drf_signet.tokens.AccessToken",
        "drf_signet.tokens.SlidingToken",
    ),
    # The user.
    "USER_ID_FIELD": "id",  # the field that identifies a user: unique, and the same for ever
    "USER_ID_CLAIM": "user_id",  # the claim that holds it
    "USER_AUTHENTICATION_RULE": "drf_signet.user_rule.is_active",  # (user) -> bool: who may have and use tokens
    "TOKEN_USER_CLASS": "drf_signet.models.TokenUser",  # request.user of JWTStatelessUserAuthentication
    "UPDATE_LAST_LOGIN": False,  # True: a sign-in sends user_logged_in, and Django writes last_login
    "CHECK_REVOKE_TOKEN": False,  # True: tokens end when their user's password changes
    "REVOKE_TOKEN_CLAIM": "auth_hash",  # the claim that shows the change
    "SERVICES": {},  # other services that may ask about tokens: their ids, and the secret of each
    "TENANT": None,  # with several tenants in one process: the function that names the one being served
    # Other claims.
    "TOKEN_TYPE_CLAIM": "token_type",  # keeps a refresh token from being used as an access token
    "JTI_CLAIM": "jti",  # the identifier of a token
    # Sessions let you revoke tokens. This project doesn't use them: drf_signet.sessions would.
    "SESSION_LIFETIME": timedelta(days=30),  # from sign-in to the end, however often it is refreshed
    "SESSIONS_PER_USER": 100,  # a further sign-in ends the oldest
    "REFRESH_GRACE_PERIOD": timedelta(seconds=10),  # how long parallel requests get the same answer
    "REFRESH_RETRY_PERIOD": None,  # how long an answer that was lost is replaced; None: ACCESS_TOKEN_LIFETIME
    "GET_CLAIMS": None,  # dotted path of (user) -> dict: claims computed at each refresh
    "REVOCATION_POLL_INTERVAL": timedelta(seconds=3),  # how late a sign-out reaches stateless authentication
    "REVOCATION_FALLBACK": "refuse",  # "accept": tokens stay valid even if the database is down for long
    # How often something may be tried.
    "THROTTLE_RATES": {},  # such as {"sign_in_ip": "30/10m"}; docs/reference/throttles.md has the usual ones
    "NUM_PROXIES": 0,  # how many in front append to X-Forwarded-For
    # The cookie of drf_signet.sessions.browser, which this project doesn't use either.
    "REFRESH_COOKIE_NAME": "refresh",  # becomes __Host-refresh where the next four allow it
    "REFRESH_COOKIE_SAMESITE": "Strict",  # "Lax" or "None": sent from more pages
    "REFRESH_COOKIE_DOMAIN": None,  # a domain with all of whose hosts the cookie is shared
    "REFRESH_COOKIE_PATH": "/",  # below which it is sent
    "REFRESH_COOKIE_SECURE": True,  # False: over plain http, too, for development
    # Sign-up and the like by drf_signet.accounts, which this project doesn't use: see examples/spa_cookie.
    "EMAIL_VERIFICATION": "mandatory",  # "optional": sign in before the link is followed; "none": without any
    "ACTIVATION_URL": None,  # pages of the front end, each with {token} in it
    "PASSWORD_RESET_URL": None,
    "EMAIL_CHANGE_URL": None,
    "SIGN_IN_CODE_URL": None,  # the page of the link in the mail with a code; None: the mail has a code alone
    "SIGN_IN_CODE_SIGN_UP": False,  # True: the code for an address without an account opens one
    "PROVIDER_RETURN_URL": None,  # the page to which browsers come back from another site
    "PROVIDER_SIGN_UP": True,  # False: whoever has no account gets none by another site
    "PROVIDER_USER_FIELDS": None,  # (identity) -> dict: the fields of a new user; None: the names
    "SIGN_IN_NOTICE_URL": None,  # the page for "This wasn't me"; with it, a mail tells of sign-ins on new devices
    "ACTIVATION_LIFETIME": timedelta(days=3),  # how long the links are valid
    "PASSWORD_RESET_LIFETIME": timedelta(hours=1),
    "EMAIL_CHANGE_LIFETIME": timedelta(days=1),
    "SITE_NAME": None,  # what mails call the site; None: the host of those pages
    "USER_LANGUAGE": None,  # (user) -> code: the language of mails to a user; None: that of the request
    "MAIL_DISPATCHER": None,  # what sends mails after the request; None: a table, and a thread
    # Signing in with other sites, by drf_signet.identities.
    "PROVIDERS": {},  # such as {"google": {"client_id": "…", "client_secret": "…"}}
}
