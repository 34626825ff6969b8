"""Where a request comes from, as far as that can be believed."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from threading import Lock
from typing import Final, NamedTuple

from drf_signet.conf import get_settings

NETWORK_PREFIXES: Final = (64, 56, 48, 32)
"""
Bits of an IPv6 address: what a device, a household, a company (RFC 6177 section 2) and a provider can't choose.

Whoever has a wide network can send from each narrow one in it.
"""

OF_PROXIES: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
"""What somebody who asks for another one says it with."""

OURS: Final[tuple[IPv4Network | IPv6Network, ...]] = (
    *map(IPv4Network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")),
    *map(IPv6Network, ("::1/128", "fc00::/7", "fe80::/10")),
)
"""Where proxies stand, and no client from the internet (RFC 1918, RFC 4193)."""

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

SILENCE: Final = 3_600
"""Seconds for which nothing more is said of one thing: it comes with every request."""

NOBODY: Final = (
    "so Signet doesn't know the address of these clients, and no limit by address counts for them: see NUM_PROXIES."
)

logger: Final = logging.getLogger("drf_signet")


class Network(NamedTuple):
    """An address or a network, and the *rank* of its width: 0 for the narrowest that one client has."""

    name: str
    rank: int


def client_address(meta: Mapping[str, object]) -> str | None:
    """
    The address behind *meta*, the ``request.META`` of Django. Believes NUM_PROXIES proxies, and nobody else.

    None where nobody knows it, which is logged: where the farthest of them wrote no address, and where the server is
    connected with a proxy that wrote nothing, or by a Unix socket. The address of a proxy would be that of everybody.
    """
    proxies = get_settings().NUM_PROXIES
    said = str(meta.get("REMOTE_ADDR") or "")
    peer = _read(said)
    entries = str(meta.get("HTTP_X_FORWARDED_FOR") or "").split(",") if proxies else []
    if any(one.strip() for one in entries):
        return _written_by_proxies(entries, proxies)
    if peer is None:
        _WARNINGS.say("The server gives %.60r as the client's address, as behind a Unix socket, " + NOBODY, said)
    elif proxies:
        return _without_entries(peer)
    elif any(meta.get(one) for one in OF_PROXIES) and _is_ours(peer):
        return _without_proxies(peer)
    return peer


def _written_by_proxies(entries: Sequence[str], proxies: int) -> str | None:
    # The last entry was written by the nearest proxy, about its own peer; a client can only add entries before these.
    # An empty one counts: a proxy wrote it, and the client may have written the ones before it.
    entry = entries[-min(proxies, len(entries))]
    found = _read(entry)
    if found is None:
        _WARNINGS.say("A proxy gives %.60r as the client's address, " + NOBODY, entry)
    elif len(entries) < proxies:
        _WARNINGS.say("X-Forwarded-For has fewer entries than NUM_PROXIES says. Signet uses the first, %.60r.", found)
    elif len(entries) > proxies and _is_ours(found):
        _WARNINGS.say("If %.60r is a proxy, all its clients count as one, because NUM_PROXIES is too small.", found)
    return found


def _without_entries(peer: str) -> str | None:
    if _is_ours(peer):
        _WARNINGS.say("The proxy at %.60r sends an empty X-Forwarded-For, " + NOBODY, peer)
        return None
    _WARNINGS.say("%.60r sends an empty X-Forwarded-For, and counts as one client: see NUM_PROXIES.", peer)
    return peer


def _without_proxies(peer: str) -> str | None:
    if ip_address(peer).is_loopback:
        _WARNINGS.say("There is a proxy at %.60r, but NUM_PROXIES is 0, " + NOBODY, peer)
        return None
    # It may be a client, who could otherwise do without limits by sending the header.
    _WARNINGS.say("If %.60r is a proxy, all its clients count as one, because NUM_PROXIES is 0.", peer)
    return peer


@lru_cache(maxsize=1_024)
def _is_ours(address: str) -> bool:
    found = ip_address(address)
    return any(found in one for one in OURS)


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
    if ":" not in address:
        return (Network(address, 0),)
    wider = (str(ip_network((address, bits), strict=False)) for bits in NETWORK_PREFIXES)
    return tuple(Network(name, rank) for rank, name in enumerate(wider))


def network_of(address: str) -> str:
    """What is counted as one client: the address, or the /64 network of an IPv6 address."""
    return networks_of(address)[0].name


class _Warnings:
    """Each of a few fixed texts, once in a while."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._said_at: dict[str, float] = {}

    def say(self, text: str, about: str) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._said_at.get(text, -float(SILENCE)) < SILENCE:
                return
            self._said_at[text] = now
        logger.warning(text, about)


_WARNINGS: Final = _Warnings()
