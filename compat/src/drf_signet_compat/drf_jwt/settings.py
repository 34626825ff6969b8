"""
The dict ``JWT_AUTH`` as ``djangorestframework-jwt`` 1.11 reads it.

    from drf_signet_compat.drf_jwt.settings import api_settings
"""

# ruff: noqa: RUF009  # the calls make fields

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast

from drf_signet_compat.drf_jwt.imported_names import setting_name
from drf_signet_compat.drf_jwt.keys import Key
from drf_signet_compat.drf_jwt.names import OLD
from drf_signet_compat.drf_jwt.setting_kinds import handler, handler_or_none, key, switch, text_or_none
from drf_signet_compat.drf_jwt.setting_reader import SettingReader, secret_key


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every key of this dialect, with its type and its default."""

    JWT_ENCODE_HANDLER: Callable[..., str] = handler("utils.jwt_encode_handler")
    """``(payload) -> str``: writes the token."""

    JWT_DECODE_HANDLER: Callable[..., dict[str, Any]] = handler("utils.jwt_decode_handler")
    """``(token) -> dict``: verifies the token."""

    JWT_PAYLOAD_HANDLER: Callable[..., dict[str, Any]] = handler("utils.jwt_payload_handler")
    """``(user) -> dict``: what a token says."""

    JWT_PAYLOAD_GET_USER_ID_HANDLER: Callable[..., Any] = handler("utils.jwt_get_user_id_from_payload_handler")
    """``(payload) -> id``: the primary key of the user whose key JWT_GET_USER_SECRET_KEY is asked for."""

    JWT_PAYLOAD_GET_USERNAME_HANDLER: Callable[..., Any] = handler("utils.jwt_get_username_from_payload_handler")
    """``(payload) -> str``: the name of the user whose token it is."""

    JWT_RESPONSE_PAYLOAD_HANDLER: Callable[..., Any] = handler("utils.jwt_response_payload_handler")
    """``(token, user=None, request=None) -> dict``: the body of an answer."""

    JWT_SECRET_KEY: Key | None = key(several=False, default=secret_key)
    """The secret of HS256, HS384 and HS512. By default, Django's ``SECRET_KEY``."""

    JWT_GET_USER_SECRET_KEY: Callable[..., object] | None = handler_or_none()
    """``(user) -> str``: a secret for each user, in place of JWT_SECRET_KEY."""

    JWT_PRIVATE_KEY: Key | None = key(several=False)
    """The key that signs, where the algorithm has a pair."""

    JWT_PUBLIC_KEY: Key | None = key(several=False)
    """The key that verifies, where the algorithm has a pair."""

    JWT_ALGORITHM: str = "HS256"
    """How tokens are signed."""

    JWT_VERIFY: bool = switch(default=True)
    """Whether signatures and times are looked at. False: anybody can write a token for anybody."""

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

    JWT_ALLOW_REFRESH: bool = switch(default=False)
    """Whether tokens say when their user signed in (``orig_iat``), without which they can't be refreshed."""

    JWT_REFRESH_EXPIRATION_DELTA: timedelta | float = timedelta(days=7)
    """How long after sign-in a token can be refreshed; a number is seconds."""

    JWT_AUTH_HEADER_PREFIX: str = "JWT"
    """The first word of the header, in any case."""

    JWT_AUTH_COOKIE: str | None = text_or_none()
    """The cookie in which tokens are answered as well, and read where there is no header. None: no cookie."""


OTHER_DIALECT: Final = dict.fromkeys(
    (
        "JWT_INSIST_ON_KID", "JWT_TOKEN_ID", "JWT_PAYLOAD_INCLUDE_USER_ID", "JWT_AUTH_COOKIE_DOMAIN",
        "JWT_AUTH_COOKIE_PATH", "JWT_AUTH_COOKIE_SECURE", "JWT_AUTH_COOKIE_SAMESITE", "JWT_IMPERSONATION_COOKIE",
        "JWT_DELETE_STALE_BLACKLISTED_TOKENS",
    ),
    "It is a key of drf-jwt 1.19. For that, use drf_signet_compat.drf_jwt.v1_19.",
)  # fmt: skip

reader: Final = SettingReader(Settings, OLD, OTHER_DIALECT)
api_settings: Final = cast("Settings", reader)
"""The settings in force."""


def __getattr__(name: str) -> Any:
    return setting_name(__name__, name, reader)
