"""The project as one of several services: keys in pairs, an audience and an issuer, users of its own, no blacklist."""

from __future__ import annotations

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from config.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "people",
]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "config.service_urls"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

PRIVATE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=15),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=30),
    "ALGORITHM": "RS256",
    "SIGNING_KEY": PRIVATE_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    "VERIFYING_KEY": PRIVATE_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    "AUDIENCE": ["notes", "mail"],
    "ISSUER": "https://accounts.example.com",
    "LEEWAY": timedelta(seconds=30),
    "JSON_ENCODER": "rest_framework.utils.encoders.JSONEncoder",
    "AUTH_HEADER_TYPES": "Token",
    "AUTH_HEADER_NAME": "HTTP_X_ACCESS_TOKEN",
    "USER_ID_FIELD": "reference",
    "USER_ID_CLAIM": "sub",
    "TOKEN_TYPE_CLAIM": "use",
    "JTI_CLAIM": "id",
    "USER_AUTHENTICATION_RULE": "people.rules.may_sign_in",
    "AUTH_TOKEN_CLASSES": ["people.tokens.ServiceToken", "rest_framework_simplejwt.tokens.AccessToken"],
    "TOKEN_USER_CLASS": "people.token_user.Caller",
    "TOKEN_REFRESH_SERIALIZER": "people.serializers.RefreshWithTimeSerializer",
    "TOKEN_VERIFY_SERIALIZER": "people.serializers.VerifyWithTypeSerializer",
    "CHECK_REVOKE_TOKEN": True,
    "REVOKE_TOKEN_CLAIM": "fingerprint",
}
