"""
Attributes of token classes that follow the settings in force.

Subclasses put plain values in their place, so those are what type checkers see.
"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from drf_signet_compat.simplejwt.settings import Setting, api_settings


def lifetime_in(setting: str) -> timedelta:
    """The lifetime that *setting* says."""
    return cast(timedelta, Setting(setting))


def not_copied() -> tuple[str | None, ...]:
    """The claims that an access token doesn't take over from its refresh token."""
    return cast(tuple[str | None, ...], _NotCopied())


class _NotCopied:
    def __get__(self, instance: object, owner: type[object]) -> tuple[str | None, ...]:
        return (api_settings.TOKEN_TYPE_CLAIM, "exp", api_settings.JTI_CLAIM, "jti", "iat")
