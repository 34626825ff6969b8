"""Settings as djoser's documentation has them for JSON Web Tokens."""

from __future__ import annotations

from project import *  # noqa: F403
from project import INSTALLED_APPS as COMMON_APPS

INSTALLED_APPS = [*COMMON_APPS, "djoser"]
ROOT_URLCONF = "djoser_site.urls"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ("rest_framework_simplejwt.authentication.JWTAuthentication",)}
DJOSER = {"TOKEN_MODEL": None}
