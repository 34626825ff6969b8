"""Settings as dj-rest-auth's documentation has them for JSON Web Tokens."""

from __future__ import annotations

import os

from project import *  # noqa: F403
from project import INSTALLED_APPS as COMMON_APPS

INSTALLED_APPS = [*COMMON_APPS, "dj_rest_auth"]
ROOT_URLCONF = "rest_auth_site.urls"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ("dj_rest_auth.jwt_auth.JWTCookieAuthentication",)}
REST_AUTH = {
    "USE_JWT": True,
    "TOKEN_MODEL": None,
    "SESSION_LOGIN": False,
    "JWT_TOKEN_CLAIMS_SERIALIZER": "rest_auth_site.serializers.NamedTokenObtainPairSerializer",
}
if os.environ.get("COOKIES") == "1":
    REST_AUTH |= {
        "JWT_AUTH_COOKIE": "access",
        "JWT_AUTH_REFRESH_COOKIE": "refresh",
        "JWT_AUTH_HTTPONLY": True,
        "JWT_AUTH_RETURN_EXPIRATION": True,
    }
else:
    REST_AUTH |= {"JWT_AUTH_HTTPONLY": False}
