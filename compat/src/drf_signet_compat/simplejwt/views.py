"""
Simple JWT's views. Which serializer each has, its setting says when it is asked.

Their docstrings are what OpenAPI and the pages for browsers show of them, so they are Simple JWT's, to the letter.
"""

# ruff: noqa: PLC0414  # names that other packages take from here
from __future__ import annotations

from typing import Any, cast
from typing import Optional as Optional

from django.utils.module_loading import import_string
from rest_framework import generics as generics
from rest_framework import status as status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer as BaseSerializer

from drf_signet import views
from drf_signet.answering_views import SerializerClass
from drf_signet.errors import UnavailableError
from drf_signet.refusal_log import REFUSALS
from drf_signet_compat.simplejwt import authentication
from drf_signet_compat.simplejwt.exceptions import InvalidToken as InvalidToken
from drf_signet_compat.simplejwt.exceptions import TokenError as TokenError
from drf_signet_compat.simplejwt.settings import Setting
from drf_signet_compat.simplejwt.settings import api_settings as api_settings
from drf_signet_compat.simplejwt.translation import own_path
from drf_signet_compat.simplejwt.undescribed import undescribed

AUTH_HEADER_TYPES: tuple[str, ...]


def __getattr__(name: str) -> object:
    """The constant, which follows the settings."""
    if name == "AUTH_HEADER_TYPES":
        return authentication.AUTH_HEADER_TYPES
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _path(setting: str) -> str:
    return cast(str, Setting(setting))


@undescribed
class TokenViewBase(views.TokenViewBase):
    """Hands the body of a POST to the serializer: ``serializer_class``, or the one that a setting names."""

    serializer_class: SerializerClass | None = None
    _serializer_class: str = ""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """200 with the tokens; 400, 401, 429, 501 or 503 otherwise."""
        return super().post(request, *args, **kwargs)

    post.__doc__ = ""  # for OpenAPI, which would show it in the place of that of the class

    def get_serializer_class(self) -> SerializerClass:
        """The serializer. Raises `ImportError` where there is none behind the path."""
        if self.serializer_class:
            return self.serializer_class
        try:
            return cast(SerializerClass, import_string(str(own_path(self._serializer_class))))
        except ImportError as error:
            raise ImportError(f"Could not import serializer '{self._serializer_class}'") from error

    def handle_exception(self, exc: Exception) -> Response:
        """Answer to *exc*, about a token in Simple JWT's own words."""
        if not isinstance(exc, TokenError) or isinstance(exc, UnavailableError):
            return super().handle_exception(exc)
        REFUSALS.tell(exc)
        return super().handle_exception(InvalidToken(exc.args[0]))

    def with_code(self, response: Response, answer: Exception) -> Response:
        """*response*: clients of Simple JWT know no ``code`` in others."""
        return response


class TokenObtainPairView(TokenViewBase, views.TokenObtainPairView):
    """
    Takes a set of user credentials and returns an access and refresh JSON web
    token pair to prove the authentication of those credentials.
    """

    _serializer_class = _path("TOKEN_OBTAIN_SERIALIZER")


class TokenRefreshView(TokenViewBase, views.TokenRefreshView):
    """
    Takes a refresh type JSON web token and returns an access type JSON web
    token if the refresh token is valid.
    """

    _serializer_class = _path("TOKEN_REFRESH_SERIALIZER")


class TokenObtainSlidingView(TokenViewBase, views.TokenObtainSlidingView):
    """
    Takes a set of user credentials and returns a sliding JSON web token to
    prove the authentication of those credentials.
    """

    _serializer_class = _path("SLIDING_TOKEN_OBTAIN_SERIALIZER")


class TokenRefreshSlidingView(TokenViewBase, views.TokenRefreshSlidingView):
    """
    Takes a sliding JSON web token and returns a new, refreshed version if the
    token's refresh period has not expired.
    """

    _serializer_class = _path("SLIDING_TOKEN_REFRESH_SERIALIZER")


class TokenVerifyView(TokenViewBase, views.TokenVerifyView):
    """
    Takes a token and indicates if it is valid.  This view provides no
    information about a token's fitness for a particular use.
    """

    _serializer_class = _path("TOKEN_VERIFY_SERIALIZER")


class TokenBlacklistView(TokenViewBase):
    """
    Takes a token and blacklists it. Must be used with the
    `rest_framework_simplejwt.token_blacklist` app installed.
    """

    _serializer_class = _path("TOKEN_BLACKLIST_SERIALIZER")


token_obtain_pair = TokenObtainPairView.as_view()
token_refresh = TokenRefreshView.as_view()
token_obtain_sliding = TokenObtainSlidingView.as_view()
token_refresh_sliding = TokenRefreshSlidingView.as_view()
token_verify = TokenVerifyView.as_view()
token_blacklist = TokenBlacklistView.as_view()
