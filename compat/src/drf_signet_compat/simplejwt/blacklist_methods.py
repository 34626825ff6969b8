"""Methods that exist only if the blacklist app is installed, so that ``hasattr`` shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from drf_signet_compat.simplejwt.token_store import current

Method = TypeVar("Method", bound=Callable[..., object])


def kept(method: Method) -> Method:
    """*method*, which raises `AttributeError` when it is looked up where tokens are not written down."""
    return cast(Method, _Kept(method))


class _Kept:
    def __init__(self, method: Callable[..., object]) -> None:
        self._method = method

    def __get__(self, instance: object, owner: type[object]) -> object:
        if instance is None:
            return self._method
        if current() is None:
            raise AttributeError(f"{self._method.__name__} needs the app token_blacklist, which is not installed")
        return self._method.__get__(instance, owner)
