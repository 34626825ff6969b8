"""The packages that are known to import Simple JWT themselves, as their sources do."""

from __future__ import annotations

from typing import Final

NEIGHBOURS: Final = {
    "auth_kit": "drf-auth-kit",
    "df_auth": "django-df-auth",
    "dj_rest_auth": "dj-rest-auth",
    "djoser": "djoser",
    "drf_jwt_2fa": "drf-jwt-2fa",
    "drf_simplejwt_additions": "drf-simplejwt-additions",
    "jwt_allauth": "django-jwt-allauth",
    "jwt_drf_passwordless": "jwt-drf-passwordless",
    "nexus_auth": "django-nexus-auth",
    "rest_social_auth": "rest-social-auth",
    "simplejwt_extensions": "simplejwt-extensions",
    "simplejwt_multisessions": "simplejwt-multisessions",
    "trench": "django-trench",
}
"""The name that each is imported by, and the one that it is installed by."""

ONLY_DESCRIBES: Final = frozenset({"drf-spectacular"})
"""Packages that import Simple JWT to describe its views alone, and describe ours as well."""
