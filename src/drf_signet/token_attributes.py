"""Attributes of the classes of tokens: some that are a setting, and one that is there with sessions only."""

from __future__ import annotations

from datetime import timedelta
from typing import NoReturn, cast

from drf_signet.access_token_profile import Profile
from drf_signet.conf import get_settings


class Setting:
    """A class attribute that is a setting, read when it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type[object]) -> object:
        return getattr(get_settings(), self._name)


def lifetime_of(setting: str) -> timedelta:
    """A lifetime that reads *setting*. A subclass may replace it by a plain ``timedelta``, so the type is that."""
    return cast(timedelta, Setting(setting))


def audience_of(setting: str) -> str | tuple[str, ...] | None:
    """An audience that reads *setting*, for a subclass to replace, too."""
    return cast(str | tuple[str, ...] | None, Setting(setting))


def profile_of(setting: str) -> Profile:
    """A profile that reads *setting*, for a subclass to replace, too."""
    return cast(Profile, Setting(setting))


class OnlyWithSessions:
    """A method that is not there, and says where it is. No method that raises: some packages ask by ``hasattr``."""

    def __set_name__(self, owner: type[object], name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type[object]) -> NoReturn:
        where = f"drf_signet.sessions.tokens.{owner.__name__}"
        raise AttributeError(f"Without sessions, tokens can't be revoked: {self._name}() is one of {where}.")
