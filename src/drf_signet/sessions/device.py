"""
Where a sign-in comes from. ``get_token(user)`` takes no request, so the device is set around it:

    with signing_in_from(Device(user_agent, ip)):
        refresh = RefreshToken.for_user(user)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import ip_address
from typing import Final, NamedTuple

from drf_signet.conf import get_settings
from drf_signet.sessions.models import USER_AGENT_LENGTH


class Device(NamedTuple):
    """What a session remembers of the device that opened it. *ip* is a valid address, or None."""

    user_agent: str = ""
    ip: str | None = None


_UNKNOWN: Final = Device()
_current: Final[ContextVar[Device]] = ContextVar("drf_signet_device", default=_UNKNOWN)


@contextmanager
def signing_in_from(device: Device) -> Iterator[None]:
    """Sessions opened inside of this block are opened from *device*."""
    token = _current.set(device)
    try:
        yield
    finally:
        _current.reset(token)


def current_device() -> Device:
    """The device that signs in now; unknown outside of `signing_in_from`."""
    return _current.get()


def device_of(meta: Mapping[str, object]) -> Device:
    """The device behind *meta*, the ``request.META`` of Django. Believes NUM_PROXIES proxies, and nobody else."""
    printable = "".join(one for one in str(meta.get("HTTP_USER_AGENT", "")) if one.isprintable())
    return Device(printable[:USER_AGENT_LENGTH], _valid(_address(meta)))


def _address(meta: Mapping[str, object]) -> str:
    proxies = get_settings().NUM_PROXIES
    peer = str(meta.get("REMOTE_ADDR", ""))
    if proxies == 0:
        return peer
    forwarded = [one.strip() for one in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
    # The last entry was written by the nearest proxy, about its own peer; a client can only add entries before these.
    return forwarded[-proxies] if len(forwarded) >= proxies else peer


def _valid(text: str) -> str | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]
