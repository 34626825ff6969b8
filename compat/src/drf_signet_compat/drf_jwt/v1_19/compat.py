"""What the old package needs to run on many versions of Django and PyJWT, under the names that projects import."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.http.response import HttpResponseBase
from django.urls import include
from django.urls import re_path as url
from django.utils.encoding import smart_str
from django.utils.translation import gettext_lazy

from drf_signet_compat.drf_jwt.cookies import set_token_cookie
from drf_signet_compat.drf_jwt.errors import NotAcceptedError, also_pyjwts, expired_signature
from drf_signet_compat.drf_jwt.imported_names import imported_name
from drf_signet_compat.drf_jwt.keys import Key, NamedKeys
from drf_signet_compat.drf_jwt.tokens import decode, read_claims, read_header
from drf_signet_compat.drf_jwt.v1_19.claims import NewerClaimsPolicy
from drf_signet_compat.drf_jwt.v1_19.settings import api_settings

__all__ = [
    "gettext_lazy",
    "has_set_cookie_samesite",
    "include",
    "jwt_decode",
    "jwt_version",
    "set_cookie_with_token",
    "smart_str",
    "url",
]

jwt_version: Final = 2
"""The first number of the version of PyJWT whose behaviour this is."""


def has_set_cookie_samesite() -> bool:
    """Whether Django's ``set_cookie`` knows ``samesite``, as every one does on which this runs."""
    return True


def jwt_decode(
    token: str | bytes,
    key: Key | None,
    verify: bool | None = None,
    *,
    algorithms: Sequence[str] = ("HS256",),
    options: Mapping[str, bool] | None = None,
    audience: str | Sequence[str] | None = None,
    issuer: str | None = None,
    leeway: timedelta | float = 0,
) -> dict[str, Any]:
    """
    What *token* says, if *key* signed it, with one of *algorithms*; whoever signed it, where *verify* is False.

    *options* are ``verify_signature``, which *verify* goes before, and ``verify_exp``. *leeway* is in seconds, if it is
    a number. Raises `ExpiredTokenError`, `NotAcceptedError` or `TokenError`, which PyJWT's classes catch as well.
    """
    asked = {"verify_signature": True, "verify_exp": True, **(options or {})}
    with also_pyjwts():
        header, claims = read_header(token), read_claims(token)
        if not (asked["verify_signature"] if verify is None else verify):
            return claims
        if header.algorithm not in algorithms:
            raise NotAcceptedError(known_as="InvalidAlgorithmError")
        policy = NewerClaimsPolicy.requiring(audience, issuer, leeway, asked["verify_exp"])
        return decode(token, NamedKeys(key, header.algorithm), policy, time.time())


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


def __getattr__(name: str) -> Any:
    return expired_signature() if name == "ExpiredSignature" else imported_name(__name__, name)
