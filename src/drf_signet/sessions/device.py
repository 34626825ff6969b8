"""
Where a sign-in comes from. ``get_token(user)`` takes no request, so the device is set around it:

    with signing_in_from(Device(user_agent, ip)):
        refresh = RefreshToken.for_user(user)

Only where a session is opened does anybody look at the request for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple

from drf_signet.client_address import client_address
from drf_signet.sessions.models import USER_AGENT_LENGTH

__all__ = ["Device", "device_of", "signing_in_from"]


class Device(NamedTuple):
    """
    What is known of the device that opens a session, which remembers the first two. *ip* is a valid address, or None.
    """

    user_agent: str = ""
    ip: str | None = None
    browser: str = ""
    """What tells a browser from all others, by a cookie of its own."""


_current: Final[ContextVar[Callable[[], Device]]] = ContextVar("drf_signet_device", default=Device)
_browser: Final[ContextVar[str]] = ContextVar("drf_signet_browser", default="")


def signing_in_from(device: Device) -> AbstractContextManager[None]:
    """Sessions opened inside of this block are opened from *device*."""
    return signing_in_by(lambda: device)


@contextmanager
def signing_in_by(device: Callable[[], Device]) -> Iterator[None]:
    """The same, from what *device* returns where somebody looks at it."""
    token = _current.set(device)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def in_browser(browser: str) -> Iterator[None]:
    """Requests that are answered inside of this block come from *browser*."""
    token = _browser.set(browser)
    try:
        yield
    finally:
        _browser.reset(token)


def current_device() -> Device:
    """The device that signs in now; unknown outside of `signing_in_from`."""
    return _current.get()()


def device_of(meta: Mapping[str, object]) -> Device:
    """The device behind *meta*, the ``request.META`` of Django."""
    printable = "".join(one for one in str(meta.get("HTTP_USER_AGENT", "")) if one.isprintable())
    return Device(printable[:USER_AGENT_LENGTH], client_address(meta), _browser.get())
