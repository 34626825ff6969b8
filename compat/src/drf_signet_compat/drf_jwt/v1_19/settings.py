"""
The dict ``JWT_AUTH`` as ``drf-jwt`` 1.19 reads it.

    from drf_signet_compat.drf_jwt.v1_19.settings import api_settings
"""

# ruff: noqa: RUF009  # the calls make fields

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal, cast

from drf_signet_compat.drf_jwt.imported_names import setting_name
from drf_signet_compat.drf_jwt.keys import Keys
from drf_signet_compat.drf_jwt.names import FORK
from drf_signet_compat.drf_jwt.setting_kinds import (
    handler,
    handler_or_none,
    key,
    same_site,
    switch,
    text_or_none,
)
from drf_signet_compat.drf_jwt.setting_reader import SettingReader, secret_key


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every key of this dialect, with its type and its default."""

    JWT_ENCODE_HANDLER: Callable[..., str] = handler("utils.jwt_encode_payload")
    """``(payload) -> str``: writes the token."""

    JWT_DECODE_HANDLER: Callable[..., dict[str, Any]] = handler("utils.jwt_decode_token")
    """``(token) -> dict``: verifies the token."""

    JWT_PAYLOAD_HANDLER: Callable[..., dict[str, Any]] = handler("utils.jwt_create_payload")
    """``(user) -> dict``: what a token says."""

    JWT_PAYLOAD_GET_USERNAME_HANDLER: Callable[..., Any] = handler("utils.jwt_get_username_from_payload_handler")
    """``(payload) -> str``: the name of the user whose token it is."""

    JWT_PAYLOAD_INCLUDE_USER_ID: bool = switch(default=True)
    """Whether tokens hold the user's primary key."""

    JWT_RESPONSE_PAYLOAD_HANDLER: Callable[..., Any] = handler("utils.jwt_create_response_payload")
    """``(token, user=None, request=None, issued_at=None) -> dict``: the body of an answer."""

    JWT_SECRET_KEY: Keys | None = key(several=True, default=secret_key)
    """The secret of HS256, HS384 and HS512, or several. By default, Django's ``SECRET_KEY``."""

    JWT_GET_USER_SECRET_KEY: Callable[..., Any] | None = handler_or_none()
    """``(user) -> str``: a secret for each user, in place of JWT_SECRET_KEY."""

    JWT_PRIVATE_KEY: Keys | None = key(several=True)
    """The key that signs, where the algorithm has a pair. Of several, the first."""

    JWT_PUBLIC_KEY: Keys | None = key(several=True)
    """The keys that verify, where the algorithm has a pair."""

    JWT_ALGORITHM: str | tuple[str, ...] = "HS256"
    """How tokens are signed. Of several, the first signs; the others are accepted."""

    JWT_INSIST_ON_KID: bool = switch(default=False)
    """Whether tokens have to name their key, where keys have names."""

    JWT_TOKEN_ID: Literal["off", "include", "require"] = "include"
    """Whether tokens have an identifier of their own, and have to have one. With "require", it is all that the
    blacklist keeps of a token."""

    JWT_VERIFY: bool = switch(default=True)
    """Whether signatures are looked at. False: anybody can write a token for anybody."""

    JWT_VERIFY_EXPIRATION: bool = switch(default=True)
    """Whether tokens end."""

    JWT_LEEWAY: timedelta | float = 0
    """How far the clocks of two machines may be apart; a number is seconds."""

    JWT_EXPIRATION_DELTA: timedelta = timedelta(seconds=300)
    """How long a token is accepted after it was issued."""

    JWT_AUDIENCE: str | tuple[str, ...] | None = None
    """The ``aud`` claim to write, and of which at least one value is required."""

    JWT_ISSUER: str | None = None
    """The ``iss`` claim to write and to require."""

    JWT_ALLOW_REFRESH: bool = switch(default=True)
    """Whether tokens say when their user signed in (``orig_iat``), without which they can't be refreshed."""

    JWT_REFRESH_EXPIRATION_DELTA: timedelta = timedelta(days=7)
    """How long after sign-in a token can be refreshed."""

    JWT_AUTH_HEADER_PREFIX: str = "Bearer"
    """The first word of the header, in any case."""

    JWT_AUTH_COOKIE: str | None = text_or_none()
    """The cookie in which tokens are answered as well, and read where no header holds one. None: no cookie."""

    JWT_AUTH_COOKIE_DOMAIN: str | None = text_or_none()
    """A domain with all of whose hosts the cookies are shared. None: only the host that set them gets them."""

    JWT_AUTH_COOKIE_PATH: str | None = text_or_none("/")
    """Below which path the cookies are sent."""

    JWT_AUTH_COOKIE_SECURE: bool = switch(default=True)
    """Whether the cookies are for https only. False: for development over plain http."""

    JWT_AUTH_COOKIE_SAMESITE: Literal["Strict", "Lax", "None"] | None = same_site()
    """From which pages a browser sends the cookies. None: as the browser likes."""

    JWT_IMPERSONATION_COOKIE: str | None = text_or_none()
    """The cookie in which the token of an impersonated user is answered as well, and which is read before
    JWT_AUTH_COOKIE. None: no cookie."""

    JWT_DELETE_STALE_BLACKLISTED_TOKENS: bool = switch(default=False)
    """Whether each token that is blacklisted takes those off the blacklist that have ended."""


OTHER_DIALECT: Final = {
    "JWT_PAYLOAD_GET_USER_ID_HANDLER": (
        "It is a key of djangorestframework-jwt 1.x. For that, use drf_signet_compat.drf_jwt; drf-jwt has no such key."
    ),
}

reader: Final = SettingReader(Settings, FORK, OTHER_DIALECT)
api_settings: Final = cast("Settings", reader)
"""The settings in force."""


def __getattr__(name: str) -> Any:
    return setting_name(__name__, name, reader)
