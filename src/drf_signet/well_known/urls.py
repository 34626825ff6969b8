"""Addresses at the root of a host (RFC 8615), for ``path("", include("drf_signet.well_known.urls"))``."""

from __future__ import annotations

from typing import Final

from django.urls import re_path

from drf_signet.url_paths import checking_path
from drf_signet.well_known import views

__all__ = ["urlpatterns"]

PATH: Final = "(?P<path>/.*)?"
"""The path of the issuer or of the API follows the address (RFC 8414 section 3.1, RFC 9728 section 3.1)."""

urlpatterns = [
    checking_path(".well-known/jwks.json", views.published_keys, name="signet-jwks"),
    re_path(rf"^\.well-known/oauth-authorization-server{PATH}$", views.issuer_metadata, name="signet-issuer"),
    re_path(rf"^\.well-known/openid-configuration{PATH}$", views.issuer_metadata, name="signet-openid"),
    re_path(
        rf"^\.well-known/oauth-protected-resource{PATH}$", views.resource_metadata, name="signet-protected-resource"
    ),
]
