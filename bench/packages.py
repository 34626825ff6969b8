"""What each of the two packages brings, under the same names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import rest_framework_simplejwt.authentication as simple_authentication
import rest_framework_simplejwt.tokens as simple_tokens
import rest_framework_simplejwt.views as simple_views
from django.http import HttpResponseBase
from rest_framework.authentication import BaseAuthentication

from drf_signet import authentication, tokens, views

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, eq=False)
class Package:
    """One package: its authentication classes, its token classes and its endpoints."""

    name: str
    slug: str
    version: str
    stateless: type[BaseAuthentication]
    with_user: type[BaseAuthentication]
    access_token: Any
    refresh_token: Any
    sliding_token: Any
    obtain: View
    refresh: View
    verify: View
    obtain_sliding: View
    refresh_sliding: View


SIGNET = Package(
    name="Signet",
    slug="signet",
    version=version("drf-signet"),
    stateless=authentication.JWTStatelessUserAuthentication,
    with_user=authentication.JWTAuthentication,
    access_token=tokens.AccessToken,
    refresh_token=tokens.RefreshToken,
    sliding_token=tokens.SlidingToken,
    obtain=views.token_obtain_pair,
    refresh=views.token_refresh,
    verify=views.token_verify,
    obtain_sliding=views.token_obtain_sliding,
    refresh_sliding=views.token_refresh_sliding,
)

SIMPLE_JWT = Package(
    name="Simple JWT",
    slug="simple-jwt",
    version=version("djangorestframework-simplejwt"),
    stateless=simple_authentication.JWTStatelessUserAuthentication,
    with_user=simple_authentication.JWTAuthentication,
    access_token=simple_tokens.AccessToken,
    refresh_token=simple_tokens.RefreshToken,
    sliding_token=simple_tokens.SlidingToken,
    obtain=simple_views.token_obtain_pair,
    refresh=simple_views.token_refresh,
    verify=simple_views.token_verify,
    obtain_sliding=simple_views.token_obtain_sliding,
    refresh_sliding=simple_views.token_refresh_sliding,
)
