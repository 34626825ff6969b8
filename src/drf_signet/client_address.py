"""Where a request comes from, as far as that can be believed."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final, NamedTuple

from drf_signet.conf import get_settings

NETWORK_PREFIXES: Final = (64, 56, 48, 32)
"""
Bits of an IPv6 address: what a device, a household, a company (RFC 6177 section 2) and a provider can't choose.

Whoever has a wide network can send from each narrow one in it.
"""

ENTRY: Final = re.compile(
    r"""
    (?: \[ (?P<bracketed> [^\[\]]* ) \]
      | (?P<ipv4> [0-9.]+ )
      | (?P<ipv6> (?:[0-9a-f]{1,4}:){7} [0-9a-f]{1,4} )
    )
    (?: : (?: [0-9]{1,5} | _[\w.-]+ ) )?
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
"""An address with a port, as some proxies write it (RFC 7239 section 6)."""

SILENCE: Final = 60
"""Seconds for which nothing more is said of entries that can't be read: they come with every request."""

logger: Final = logging.getLogger("drf_signet")


class Network(NamedTuple):
    """An address or a network, and the *rank* of its width: 0 for the narrowest that one client has."""

    name: str
    rank: int


def client_address(meta: Mapping[str, object]) -> str | None:
    """
    The address behind *meta*, the ``request.META`` of Django. Believes NUM_PROXIES proxies, and nobody else.

    Where nobody can read what the farthest of them wrote, it is the address of the next one towards us, never one that
    the client could have made up, and that is logged. None where even the server doesn't know who is connected.
    """
    peer = str(meta.get("REMOTE_ADDR", ""))
    written = (*_written(meta), peer)
    found = [_read(one) for one in written]
    if found[0] is None or len(found) <= get_settings().NUM_PROXIES:
        _WARNING.say(written[0])
    return next(filter(None, found), None)


@lru_cache(maxsize=1_024)
def _read(text: str) -> str | None:
    bare = text.strip().strip('"').strip()
    parts = ENTRY.fullmatch(bare)
    try:
        address = ip_address(next(filter(None, parts.groups()), "") if parts else bare)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]


@lru_cache(maxsize=1_024)
def networks_of(address: str) -> tuple[Network, ...]:
    """What is counted for *address*, the narrowest first: itself, or the networks of an IPv6 address."""
    if not isinstance(ip_address(address), IPv6Address):
        return (Network(address, 0),)
    wider = (str(ip_network((address, bits), strict=False)) for bits in NETWORK_PREFIXES)
    return tuple(Network(name, rank) for rank, name in enumerate(wider))


def network_of(address: str) -> str:
    """What is counted as one client: the address, or the /64 network of an IPv6 address."""
    return networks_of(address)[0].name


def _written(meta: Mapping[str, object]) -> list[str]:
    """What our own proxies wrote, from the farthest to the nearest; nothing without proxies, or past them."""
    proxies = get_settings().NUM_PROXIES
    forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    # The last entry was written by the nearest proxy, about its own peer; a client can only add entries before these.
    # An empty one counts: a proxy wrote it, and what stands before it may be the client's.
    return forwarded[-proxies:] if proxies and len(forwarded) >= proxies else []


class _Warning:
    """Says that an address can't be read, once in a while."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._said_at = -float(SILENCE)

    def say(self, entry: str) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._said_at < SILENCE:
                return
            self._said_at = now
        logger.warning(
            "%.60r doesn't say which client this is, so all such clients count as one: see NUM_PROXIES.", entry
        )


_WARNING: Final = _Warning()
