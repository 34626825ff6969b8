"""Where a request comes from, as far as that can be believed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from drf_signet.conf import get_settings

NETWORK_PREFIX: Final = 64
"""Bits of an IPv6 address that one customer of a provider can't choose (RFC 6177 section 2)."""


def client_address(meta: Mapping[str, object]) -> str | None:
    """The address behind *meta*, the ``request.META`` of Django. Believes NUM_PROXIES proxies, and nobody else."""
    return _read(_written(meta))


@lru_cache(maxsize=1_024)
def _read(text: str) -> str | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]


@lru_cache(maxsize=1_024)
def network_of(address: str) -> str:
    """What is counted as one client: the address, or the /64 network of an IPv6 address."""
    if not isinstance(ip_address(address), IPv6Address):
        return address
    return str(ip_network((address, NETWORK_PREFIX), strict=False))


def _written(meta: Mapping[str, object]) -> str:
    proxies = get_settings().NUM_PROXIES
    peer = str(meta.get("REMOTE_ADDR", ""))
    if proxies == 0:
        return peer
    forwarded = [one.strip() for one in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
    # The last entry was written by the nearest proxy, about its own peer; a client can only add entries before these.
    return forwarded[-proxies] if len(forwarded) >= proxies else peer
