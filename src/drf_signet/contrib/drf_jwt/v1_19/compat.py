"""A name that views of projects import from the module of this name."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from drf_signet.contrib.drf_jwt.cookies import set_token_cookie
from drf_signet.contrib.drf_jwt.v1_19.settings import api_settings


def set_cookie_with_token(response: HttpResponseBase, name: str, token: str) -> None:
    """Let the browser keep *token* in the cookie *name*, as the settings describe it."""
    set_token_cookie(
        response,
        name,
        token,
        lifetime=api_settings.JWT_EXPIRATION_DELTA,
        domain=api_settings.JWT_AUTH_COOKIE_DOMAIN,
        path=api_settings.JWT_AUTH_COOKIE_PATH,
        secure=api_settings.JWT_AUTH_COOKIE_SECURE,
        samesite=api_settings.JWT_AUTH_COOKIE_SAMESITE,
    )
