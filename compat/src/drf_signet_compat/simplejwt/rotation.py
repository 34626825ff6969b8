"""Revokes a refresh token and records the next one: both or neither, and once for each token."""

from __future__ import annotations

from contextlib import nullcontext

from drf_signet_compat.simplejwt.exceptions import TokenBlacklistedError
from drf_signet_compat.simplejwt.settings import api_settings
from drf_signet_compat.simplejwt.token_store import current
from drf_signet_compat.simplejwt.tokens import Token


def rotate(token: Token) -> None:
    """
    Turn *token* into the next one. With BLACKLIST_AFTER_ROTATION, revoke the one before.

    Raises `TokenBlacklistedError` if another request was first.
    """
    records = current()
    with nullcontext() if records is None else records.rotating(token):
        if api_settings.BLACKLIST_AFTER_ROTATION:
            take_back(token)
        token.set_jti()
        token.set_exp()
        token.set_iat()
        token.outstand()


def take_back(token: Token) -> None:
    """Blacklist *token*, if it is of a class that can be. Raises `TokenBlacklistedError` if another was first."""
    try:
        blacklist = token.blacklist  # type: ignore[attr-defined]
    except AttributeError:
        return
    match blacklist():
        case (_, False):
            raise TokenBlacklistedError
